import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, parseJson } from '../src/decode.ts';

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const utf16 = (text: string, little: boolean): Uint8Array => {
  const bytes = Buffer.from(text, 'utf16le');
  return Uint8Array.from(little ? bytes : bytes.swap16());
};

const concat = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

const declaredAs = (charset: string | undefined): string | undefined =>
  charset === undefined ? undefined : `text/plain; charset=${charset}`;

const mark = '\uFEFF';
const fault = '\uFFFD';

describe('a byte order mark', () => {
  const encodings = [
    ['UTF-8', utf8],
    ['UTF-16LE', (text: string) => utf16(text, true)],
    ['UTF-16BE', (text: string) => utf16(text, false)],
  ] as const;
  const charsets = [undefined, 'utf-8', 'utf-16le', 'utf-16be', 'gbk', 'windows-1252', 'x-unknown'];
  const table = encodings.flatMap(([name, encode]) =>
    charsets.flatMap((charset) => [1, 2].map((marks) => [marks, name, charset, encode] as const)),
  );

  it.each(table)(
    '(%d of %s) beats the declared charset %s, and exactly one is removed',
    (marks, name, charset, encode) => {
      const body = encode(mark.repeat(marks) + 'aé你😀');
      expect(decodeText(body, declaredAs(charset))).toEqual({
        text: `${mark.repeat(marks - 1)}aé你😀`,
        reading: { charset: name, source: 'byte-order-mark', byteOrderMarkRemoved: true, replaced: false },
      });
    },
  );

  it.each(encodings)('is not missed in %s: the declared charset decides', (name, encode) => {
    expect(decodeText(encode('aé你😀'), declaredAs(name))).toEqual({
      text: 'aé你😀',
      reading: { charset: name, source: 'declared', byteOrderMarkRemoved: false, replaced: false },
    });
  });

  it('alone is an empty text', () => {
    for (const [, encode] of encodings) expect(decodeText(encode(mark), undefined).text).toBe('');
  });

  it('of gb18030 is removed where gb18030 is declared', () => {
    expect(decodeText(bytesOf('84319533 84319533 C4E3'), declaredAs('gb18030'))).toEqual({
      text: `${mark}你`,
      reading: { charset: 'gb18030', source: 'declared', byteOrderMarkRemoved: true, replaced: false },
    });
  });

  it.each(['EF', 'EFBB', 'FF', 'FE'])('cut short (%s) is none', (hex) => {
    expect(decodeText(bytesOf(hex), declaredAs('utf-8'))).toMatchObject({
      text: fault,
      reading: { source: 'declared', byteOrderMarkRemoved: false, replaced: true },
    });
  });

  it('within the text stays', () => {
    expect(decodeText(utf8(`a${mark}b`), undefined).text).toBe(`a${mark}b`);
  });
});

describe('a declared charset', () => {
  const gbk = bytesOf('C4E3BAC3');

  it.each([
    'text/html; charset=gbk',
    'text/html;charset=GBK',
    'text/html; Charset="gb2312"',
    "text/html; charset='gbk'",
    'text/html; charset = gbk ',
    'text/html; charset="g\\bk"',
    'text/html; charset="gbk',
    'text/html; boundary="; charset=utf-8"; charset=gbk',
    'text/html; q; charset=gbk; charset=utf-8',
    'text/html;;charset=;charset=gbk',
    '; charset=gbk',
    'text/html; charset=" gbk "',
  ])('is found in %j', (contentType) => {
    expect(decodeText(gbk, contentType)).toMatchObject({
      text: '你好',
      reading: { charset: 'GBK', source: 'declared' },
    });
  });

  it.each([
    undefined,
    '',
    'text/html',
    'text/html charset=utf-16',
    'text/html; xcharset=utf-16',
    'text/html; charset',
    'text/html; charset=',
    'text/html; charset=x-unknown',
    'text/html; charset=utf-16\u00A0',
    'text/html; charset=ｕｔｆ-16',
  ])('is absent from %j', (contentType) => {
    expect(decodeText(utf8('é'), contentType)).toMatchObject({
      text: 'é',
      reading: { charset: 'UTF-8', source: 'utf-8' },
    });
  });

  it('is found or not in linear time', () => {
    const started = performance.now();
    for (const part of ['; ', ';=', '; charset', '"', '; charset="\\', ' ', '; a="b"', '=', '; charset=']) {
      decodeText(utf8('é'), `text/html; x=${part.repeat(200_000)}`);
    }
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('that no one knows leaves the detection in charge', () => {
    expect(decodeText(gbk, declaredAs('x-unknown'))).toMatchObject({
      text: '你好',
      reading: { source: 'detected' },
    });
  });

  it('of ISO-8859-1 is windows-1252, as on the web', () => {
    expect(decodeText(bytesOf('80 E9'), declaredAs('ISO-8859-1'))).toMatchObject({
      text: '€é',
      reading: { charset: 'windows-1252', replaced: false },
    });
  });

  it.each([
    ['utf-8', '61 FF 62', `a${fault}b`],
    ['utf-8', 'C4E3 BAC3', fault.repeat(3)],
    ['gbk', '61 C4E3 FF', `a你${fault}`],
    ['shift_jis', '61 FD 62', `a${fault}b`],
    ['utf-16le', '6100 00D8 6200', `a${fault}b`],
    ['utf-16be', '0061 62', `a${fault}`],
    ['iso-8859-3', 'A5', fault],
    ['iso-2022-kr', '61 62 63', fault],
  ])('(%s) that the bytes %s do not keep to gives U+FFFD in it', (charset, hex, text) => {
    expect(decodeText(bytesOf(hex), declaredAs(charset))).toMatchObject({
      text,
      reading: { source: 'declared', replaced: true },
    });
  });

  it('may say that U+FFFD itself was sent', () => {
    expect(decodeText(bytesOf('8431A437'), declaredAs('gb18030'))).toMatchObject({
      text: fault,
      reading: { replaced: false },
    });
    expect(decodeText(utf8(fault), declaredAs('utf-8'))).toMatchObject({
      text: fault,
      reading: { replaced: false },
    });
  });
});

describe('text without a declared charset', () => {
  it('is UTF-8 where it is valid', () => {
    expect(decodeText(utf8('aé你😀'), 'application/json')).toEqual({
      text: 'aé你😀',
      reading: { charset: 'UTF-8', source: 'utf-8', byteOrderMarkRemoved: false, replaced: false },
    });
  });

  it('may be empty', () => {
    expect(decodeText(new Uint8Array(), undefined).text).toBe('');
  });

  it('is read from the bytes of a view only', () => {
    expect(decodeText(utf8('xxéyy').subarray(2, 4), undefined).text).toBe('é');
  });

  it.each([
    ['gb18030', 'C4E3BAC3', '你好'],
    ['gb18030', 'B3C9B9A6', '成功'],
    ['gb18030', 'D3C3BBA7B2BBB4E6D4DA', '用户不存在'],
    ['gb18030', 'D3E0B6EEB2BBD7E3A3ACC7EBB3E4D6B5A1A3', '余额不足，请充值。'],
    ['gb18030', '7B226D7367223A22C7EBC7F3B3C9B9A6227D', '{"msg":"请求成功"}'],
    ['Big5', 'A741A66E', '你好'],
    ['Big5', 'BDD0A844A6A8A55C', '請求成功'],
    ['Big5', '7B226D7367223A22A8CFA5CEAACCA4A3A673A662227D', '{"msg":"使用者不存在"}'],
    ['Shift_JIS', '82B182F182C982BF82CD', 'こんにちは'],
    ['Shift_JIS', '7B226D7367223A22838D834F83438393227D', '{"msg":"ログイン"}'],
    ['EUC-JP', 'A4B3A4F3A4CBA4C1A4CF', 'こんにちは'],
    ['EUC-JP', 'A4E8A4A6A4B3A4BD', 'ようこそ'],
    ['EUC-KR', 'BEC8B3E7C7CFBCBCBFE4', '안녕하세요'],
    ['EUC-KR', '7B226D7367223A22BCBAB0F8227D', '{"msg":"성공"}'],
    ['windows-1251', 'CFF0E8E2E5F2', 'Привет'],
    ['windows-1251', 'CFEEEBFCE7EEE2E0F2E5EBFC20EDE520EDE0E9E4E5ED', 'Пользователь не найден'],
    ['windows-1252', '636166E9', 'café'],
    [
      'windows-1252',
      '446572205363686CFC7373656C207775726465206E6963687420676566756E64656E',
      'Der Schlüssel wurde nicht gefunden',
    ],
    ['windows-1252', '4772F6DF65', 'Größe'],
    ['windows-1252', '50726978203A2031302080', 'Prix : 10 €'],
    ['windows-1250', '5A61BFF3B3E62067EA9C6CB9206A619FF1', 'Zażółć gęślą jaźń'],
    ['windows-1253', 'CAE1EBE7ECDDF1E1', 'Καλημέρα'],
    ['KOI8-R', 'F0CFCCD8DACFD7C1D4C5CCD820CEC520CEC1CAC4C5CE', 'Пользователь не найден'],
    ['gb18030', '8140', '丂'],
  ])('is detected as %s: %s is %s', (charset, hex, text) => {
    expect(decodeText(bytesOf(hex), 'text/plain')).toEqual({
      text,
      reading: { charset, source: 'detected', byteOrderMarkRemoved: false, replaced: false },
    });
  });

  it('is detected in what follows, where the first 64 KiB are ASCII', () => {
    const body = concat(utf8('a'.repeat(70_000)), bytesOf('D3C3BBA7B2BBB4E6D4DA'));
    expect(decodeText(body, undefined)).toMatchObject({
      text: `${'a'.repeat(70_000)}用户不存在`,
      reading: { charset: 'gb18030', source: 'detected' },
    });
  });

  it.each([0, 1])('is detected where the first 64 KiB end within a character (shifted by %d)', (shift) => {
    const sentence = bytesOf('D3C3BBA7B2BBB4E6D4DA');
    const body = concat(utf8('a'.repeat(shift)), ...Array.from({ length: 10_000 }, () => sentence));
    const { text, reading } = decodeText(body, undefined);
    expect(reading.charset).toBe('gb18030');
    expect(text).toBe('a'.repeat(shift) + '用户不存在'.repeat(10_000));
  });

  it('is of an encoding only if the whole body is', () => {
    const body = concat(
      ...Array.from({ length: 10_000 }, () => bytesOf('D3C3BBA7B2BBB4E6D4DA')),
      bytesOf('FF'),
    );
    expect(decodeText(body, undefined).reading.charset).not.toBe('gb18030');
  });

  it.each([
    ['cut off within a character', utf8('{"name":"张三，李四，王五').subarray(0, -1)],
    ['with one broken character', concat(utf8('{"name":"张三，李四，王五'), bytesOf('E4'), utf8('","n":1}'))],
    ['of Cyrillic letters with one broken', concat(utf8('Пользователь не найден'), bytesOf('D0'), utf8('!'))],
  ])('%s is UTF-8 still, with U+FFFD', (_, body) => {
    expect(decodeText(body, undefined)).toEqual({
      text: new TextDecoder('utf-8').decode(body),
      reading: { charset: 'UTF-8', source: 'utf-8', byteOrderMarkRemoved: false, replaced: true },
    });
  });

  it.each([
    ['a NUL', '89504E470D0A1A0A0000000D49484452'],
    ['another control', 'C4E3BAC3 01'],
    ['UTF-16 without a mark', '61 00 E9 00'],
  ])('is not detected in binary data: %s', (_, hex) => {
    expect(decodeText(bytesOf(hex), undefined).reading).toEqual({
      charset: 'UTF-8',
      source: 'utf-8',
      byteOrderMarkRemoved: false,
      replaced: true,
    });
  });

  it('costs little time even where 32 MiB of it have a fault at the end', () => {
    const body = new Uint8Array(32 * 1024 * 1024);
    const pattern = bytesOf('B0A1 D3C3 A4A4 8181');
    for (let i = 0; i < body.length; i++) body[i] = pattern[i % pattern.length] ?? 0;
    body[body.length - 1] = 0xff;
    const started = performance.now();
    decodeText(body, undefined);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('whatever the bytes are', () => {
  const charset = fc.option(
    fc.constantFrom(
      'utf-8',
      'utf-16le',
      'gbk',
      'gb18030',
      'big5',
      'shift_jis',
      'euc-jp',
      'iso-2022-jp',
      'euc-kr',
      'iso-8859-8',
      'replacement',
      'x-unknown',
    ),
    { nil: undefined },
  );

  it('a text comes out, and the bytes stay as they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), charset, (body, label) => {
        const before = body.slice();
        const { text, reading } = decodeText(body, declaredAs(label));
        expect(text).not.toMatch(/\p{Surrogate}/u);
        expect(body).toEqual(before);
        if (!reading.replaced && reading.source === 'utf-8') expect(utf8(text)).toEqual(body);
      }),
      { numRuns: 2000 },
    );
  });

  it('any Content-Type is read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (label) => {
        expect(decodeText(utf8('é'), `a/b; charset=${label}`).text).not.toBe('');
      }),
    );
  });

  it('one byte order mark is removed, never two', () => {
    const tail = fc.uint8Array({ maxLength: 16 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom('EFBBBF', 'FFFE', 'FEFF'),
        tail,
        charset,
        (marks, hex, rest, label) => {
          const body = concat(bytesOf(hex.repeat(marks)), Uint8Array.of(0x20, 0x20), rest);
          const { text, reading } = decodeText(body, declaredAs(label));
          expect(reading.byteOrderMarkRemoved).toBe(true);
          expect(/^\uFEFF*/.exec(text)?.[0]).toHaveLength(marks - 1);
        },
      ),
    );
  });
});

describe('a JSON body', () => {
  it.each([
    ['{}', {}],
    [' [1, 2.5e3, -0, "\\ud83d\\ude00", null, true] ', [1, 2500, -0, '😀', null, true]],
    ['"text"', 'text'],
    ['7', 7],
    ['null', null],
    ['{"a":1,"a":2}', { a: 2 }],
  ])('is its value: %s', (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  it.each([
    '',
    ' ',
    '{',
    '[1,]',
    "{'a':1}",
    '{a:1}',
    '01',
    '+1',
    '.5',
    '1.',
    'NaN',
    'undefined',
    '"a\nb"',
    '"\\x"',
    '[1] 2',
    '/**/1',
    '\uFEFF{}',
    '\u00A01',
    '<html>',
    '"a',
  ])('that does not parse stays the text it is: %j', (text) => {
    expect(parseJson(text)).toBe(text);
  });

  it.each([
    ['1e400', Infinity],
    ['123456789012345678901234567890', 1.2345678901234568e29],
    ['"\\ud800"', '\uD800'],
    ['"\u2028"', '\u2028'],
  ])('that parsers may treat as they like is read as JSON.parse does: %s', (text, value) => {
    expect(parseJson(text)).toBe(value);
  });

  it('has a double byte order mark only as text', () => {
    expect(parseJson(decodeText(utf8(`${mark}{}`), undefined).text)).toEqual({});
    expect(parseJson(decodeText(utf8(`${mark}${mark}{}`), undefined).text)).toBe(`${mark}{}`);
  });

  it('sets no prototype', () => {
    const value = parseJson('{"__proto__":{"polluted":true}}') as { polluted?: boolean };
    expect(value.polluted).toBeUndefined();
    expect(Object.keys(value)).toEqual(['__proto__']);
  });

  it('may be nested without end', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(parseJson(deep)).toHaveLength(1);
  });
});
