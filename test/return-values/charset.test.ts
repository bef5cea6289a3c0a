import type { NetworkEvents } from '@minigate/network';
import { describe, expect, it } from 'vitest';
import { requestLogged } from '../support/calls.ts';
import { eventsOf, loopbackNetwork } from '../support/loopback-network.ts';
import { serve } from '../support/servers.ts';

const url = 'https://api.example.test/';
const utf8 = '\uFEFF';

/** What a program gets of these bytes. */
async function receive(body: Uint8Array, type?: string, options: { responseType?: 'arraybuffer' } = {}) {
  const server = await serve((_request, response) => {
    if (type !== undefined) response.setHeader('Content-Type', type);
    response.end(body);
  });
  const network = loopbackNetwork(server);
  const settled = eventsOf(network, 'settle');
  const result = await requestLogged(network, { url, ...options }).done;
  const [{ reading } = {} as NetworkEvents['settle']] = settled;
  return { ...result, reading };
}

const gbk = (text: string) => {
  const table: Record<string, number[]> = {
    你: [0xc4, 0xe3],
    好: [0xba, 0xc3],
    币: [0xb1, 0xd2],
    安: [0xb0, 0xb2],
  };
  return Buffer.from([...text].flatMap((char) => table[char] ?? [char.charCodeAt(0)]));
};

describe('Rule 12: the byte order mark beats the Content-Type, which beats UTF-8', () => {
  const utf16be = Buffer.from('\uFEFF你好', 'utf16le').swap16();
  it.each([
    ['UTF-8, declared as GBK', Buffer.from(`${utf8}你好`), 'text/plain; charset=gbk', 'UTF-8'],
    [
      'UTF-16LE, declared as UTF-8',
      Buffer.from('\uFEFF你好', 'utf16le'),
      'text/plain; charset=utf-8',
      'UTF-16LE',
    ],
    ['UTF-16BE, undeclared', utf16be, undefined, 'UTF-16BE'],
  ])('a mark of %s', async (_name, body, type, charset) => {
    const { data, reading } = await receive(body, type);
    expect(data).toBe('你好');
    expect(reading).toMatchObject({ charset, source: 'byte-order-mark', byteOrderMarkRemoved: true });
  });

  it.each(['charset=gbk', 'Charset="GB2312"', 'x=y; charset = gb18030'])(
    'a declared %s',
    async (parameter) => {
      const { data, reading } = await receive(gbk('你好'), `text/html; ${parameter}`);
      expect(data).toBe('你好');
      expect(reading?.source).toBe('declared');
    },
  );

  it('UTF-8 where nothing is declared, and where what is declared is unknown', async () => {
    expect(await receive(Buffer.from('grüße 币安'))).toMatchObject({ data: 'grüße 币安' });
    expect(await receive(Buffer.from('币安'), 'text/plain; charset=none-such')).toMatchObject({
      data: '币安',
    });
  });
});

describe('Rule 12: text that declares nothing and is not UTF-8', () => {
  it('is recognised as GBK, short bodies included', async () => {
    for (const text of ['你好', '币安', '{"name":"你好","ok":true}']) {
      const { data, reading } = await receive(gbk(text));
      expect(typeof data === 'string' ? data : JSON.stringify(data)).toBe(text);
      expect(reading).toMatchObject({ source: 'detected', replaced: false });
    }
  });

  it('is a success with U+FFFD where nobody can read it', async () => {
    const { data, statusCode, errMsg, reading } = await receive(Buffer.from([0x61, 0xff, 0x00, 0x80, 0x62]));
    expect([statusCode, errMsg]).toEqual([200, 'request:ok']);
    expect(data).toBe('a\uFFFD\0\uFFFDb');
    expect(reading?.replaced).toBe(true);
  });

  it('is a success with U+FFFD where the declared charset does not fit', async () => {
    const { data, errMsg } = await receive(Buffer.from([0x61, 0xff, 0x62]), 'text/plain; charset=utf-8');
    expect([data, errMsg]).toEqual(['a\uFFFDb', 'request:ok']);
  });
});

describe('Rule 12: exactly one byte order mark is removed', () => {
  it.each([
    ['one', '{"a":1}', { a: 1 }],
    ['two, so that JSON stays text', `${utf8}{"a":1}`, `${utf8}{"a":1}`],
    ['three', `${utf8}${utf8}x`, `${utf8}${utf8}x`],
    ['one before nothing', '', ''],
  ])('of %s', async (_name, rest, expected) => {
    expect((await receive(Buffer.from(utf8 + rest))).data).toEqual(expected);
    expect((await receive(Buffer.from(utf8 + rest), 'application/json; charset=utf-8')).data).toEqual(
      expected,
    );
  });

  it('in an encoding whose mark is no sign of it, too', async () => {
    const mark = Buffer.from([0x84, 0x31, 0x95, 0x33]);
    const { data, reading } = await receive(
      Buffer.concat([mark, mark, gbk('你好')]),
      'text/plain; charset=gb18030',
    );
    expect(data).toBe(`${utf8}你好`);
    expect(reading).toMatchObject({ source: 'declared', byteOrderMarkRemoved: true });
  });

  it('and none of an arraybuffer, which stays byte for byte', async () => {
    const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0xff, 0xfe, 0x00, 0x7b, 0x7d]);
    const { data } = await receive(bytes, 'application/json; charset=gbk', { responseType: 'arraybuffer' });
    expect(data).toBeInstanceOf(ArrayBuffer);
    expect(Buffer.from(data as ArrayBuffer)).toEqual(bytes);
  });
});
