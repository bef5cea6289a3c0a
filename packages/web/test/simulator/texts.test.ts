import { describe, expect, it } from 'vitest';
import { viewsOf } from '../../src/simulator/model/body-view.ts';
import { sentCookies, setCookies } from '../../src/simulator/model/cookies.ts';
import { hexLine } from '../../src/simulator/model/hex.ts';
import { jsonRows } from '../../src/simulator/model/json-rows.ts';
import { placeOf, stackLines } from '../../src/simulator/model/place.ts';
import { queryOf } from '../../src/simulator/model/query.ts';

const headers = (...lines: [string, string][]) => ({ lines, cut: false });
const body = (content: string | Uint8Array, cut = false) => ({ content, length: content.length, cut });

describe('a query', () => {
  it('is shown as it is written: in order, twice what is there twice, and nothing repaired', () => {
    const parts = queryOf('https://a.example.test/?b=2&a=%E4%BD%A0+x&a&=v&bad=%zz#c=1');
    expect(parts.map(({ name, value }) => [name, value])).toEqual([
      ['b', '2'],
      ['a', '%E4%BD%A0+x'],
      ['a', ''],
      ['', 'v'],
      ['bad', '%zz'],
    ]);
    expect(parts.map(({ readableValue }) => readableValue)).toEqual(['2', '你 x', '', 'v', '%zz']);
  });

  it('is empty without a question mark, and ends at the fragment', () => {
    expect(queryOf('https://a.example.test/#?x=1')).toEqual([]);
  });
});

describe('cookies', () => {
  it('are read from all Cookie lines', () => {
    expect(sentCookies(headers(['Cookie', 'a=1; b=x=y;c'], ['cookie', ' d = 4 ']))).toEqual([
      { name: 'a', value: '1' },
      { name: 'b', value: 'x=y' },
      { name: '', value: 'c' },
      { name: 'd', value: '4' },
    ]);
  });

  it('are read from Set-Cookie with all their attributes, as they are written', () => {
    const line = 'id=a=b; path=/x; DOMAIN=.example.test;Max-Age=5;; Secure; Priority=High; SameSite=Lax';
    expect(setCookies(headers(['set-cookie', line], ['Set-Cookie', 'plain=1']))).toEqual([
      {
        name: 'id',
        value: 'a=b',
        attributes: [
          'path=/x',
          'DOMAIN=.example.test',
          'Max-Age=5',
          'Secure',
          'Priority=High',
          'SameSite=Lax',
        ],
      },
      { name: 'plain', value: '1', attributes: [] },
    ]);
  });
});

describe('a body', () => {
  it('is looked at as what it is, the best way first', () => {
    const bytes = new TextEncoder().encode('{"a":1}');
    expect(viewsOf(body('{"a":1}'), 'text/plain')).toEqual(['json', 'text']);
    expect(viewsOf(body(bytes), 'application/json')).toEqual(['json', 'text', 'bytes']);
    expect(viewsOf(body('a=1'), 'application/x-www-form-urlencoded')).toEqual(['form', 'text']);
    expect(viewsOf(body(Uint8Array.of(1, 255)), 'image/png')).toEqual(['image', 'bytes']);
    expect(viewsOf(body(Uint8Array.of(255, 254)), undefined)).toEqual(['bytes']);
  });

  it('is no image by another word than its own, and none where its end is missing', () => {
    expect(viewsOf(body(Uint8Array.of(1)), 'text/html; image/png')).not.toContain('image');
    expect(viewsOf(body(Uint8Array.of(1), true), 'image/png')).toEqual(['bytes']);
    expect(viewsOf(body('{"a":1', true), 'application/json')).toEqual(['text']);
  });

  it('in hexadecimal has sixteen bytes a line, and a dot for what is not printable', () => {
    const bytes = Uint8Array.from({ length: 18 }, (_, index) => index + 0x3f);
    expect(hexLine(bytes, 0)).toEqual({
      offset: '00000000',
      hex: '3f 40 41 42 43 44 45 46 47 48 49 4a 4b 4c 4d 4e',
      text: '?@ABCDEFGHIJKLMN',
    });
    expect(hexLine(bytes, 1).offset).toBe('00000010');
    expect(hexLine(Uint8Array.of(0, 0x7f), 0).text).toBe('..');
  });

  it('as a JSON tree shows what is open', () => {
    const rows = jsonRows({ a: [1, null], b: {} }, (_, depth) => depth < 1);
    expect(rows.map(({ depth, key, text, open }) => [depth, key, text, open])).toEqual([
      [0, undefined, '{2}', true],
      [1, 'a', '[2]', false],
      [1, 'b', '{0}', undefined],
    ]);
  });
});

describe('a place in the program', () => {
  it('is read from file:line:column', () => {
    expect(placeOf('pages/index.js:12:7')).toEqual({ file: 'pages/index.js', line: 12, column: 7 });
    expect(placeOf('/app.js:3')).toEqual({ file: 'app.js', line: 3, column: 1 });
    expect(placeOf('native')).toBeUndefined();
  });

  it('is found in the frames of a stack', () => {
    const lines = stackLines('    at load (app.js:4:2)\n    at pages/a.js:1:9\nsomething else');
    expect(lines.map(({ place }) => place?.at)).toEqual([
      { file: 'app.js', line: 4, column: 2 },
      { file: 'pages/a.js', line: 1, column: 9 },
      undefined,
    ]);
    expect(lines[0]).toMatchObject({ before: '    at load (', after: ')' });
  });
});
