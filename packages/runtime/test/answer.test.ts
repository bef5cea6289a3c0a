import { afterAll, describe, expect, test } from 'vitest';
import { linesOf as linesFrom, startEchoServer } from './support/echo-server.ts';

const MiB = 1024 * 1024;
const server = await startEchoServer();
afterAll(() => server.close());
const linesOf = (source: string) => linesFrom(server, source);

describe('the answer in the sandbox', () => {
  test('has every field of the platform', async () => {
    const [line = ''] = await linesOf(`
      wx.request({ url: base + '/cookies', success: (res) => log(JSON.stringify(res)) });
    `);
    const res = JSON.parse(line) as Record<string, unknown>;
    expect(Object.keys(res).toSorted()).toEqual([
      'cookies',
      'data',
      'errMsg',
      'exception',
      'header',
      'profile',
      'statusCode',
      'useHttpDNS',
    ]);
    expect(res.cookies).toEqual(['a=1; Expires=Wed, 01 Jan 2031 00:00:00 GMT', 'b=2']);
    const profile = res.profile as Record<string, unknown>;
    for (const name of [
      'redirectStart',
      'fetchStart',
      'domainLookUpStart',
      'domainLookupEnd',
      'connectStart',
      'SSLconnectionEnd',
      'requestStart',
      'responseEnd',
      'rtt',
      'receivedBytedCount',
      'sendBytesCount',
      'port',
    ]) {
      expect(typeof profile[name]).toBe('number');
    }
    expect(profile).toMatchObject({ peerIP: '127.0.0.1', protocol: 'http1.1', port: server.port });
  });

  test.each([
    [
      'any status, and a body that is no JSON as text',
      `wx.request({ url: base + '/gone', success: (res) => log(res.statusCode, res.data) })`,
      '404 {"not":"there"',
    ],
    ['JSON as a value', `wx.request({ url: base + '/', success: (res) => log(res.data.ok) })`, 'true'],
    [
      'JSON as text where it is asked for',
      `wx.request({ url: base + '/', dataType: 'other', success: (res) => log(typeof res.data, res.data) })`,
      'string {"ok":true}',
    ],
    [
      'nothing as an empty text',
      `wx.request({ url: base + '/empty', success: (res) => log(JSON.stringify(res.data)) })`,
      '""',
    ],
    [
      'U+0000 in text',
      `wx.request({ url: base + '/nul', success: (res) => log(JSON.stringify(res.data)) })`,
      String.raw`"a\u0000b\u0000"`,
    ],
    [
      'U+0000 in JSON',
      `wx.request({ url: base + '/nul-json', success: (res) => log(JSON.stringify(res.data.text)) })`,
      String.raw`"a\u0000b"`,
    ],
    [
      'lone surrogates in JSON',
      `wx.request({ url: base + '/surrogates', success: (res) => log(JSON.stringify(res.data), res.data.pair.length) })`,
      String.raw`{"lone":"\ud800","pair":"😀"} 2`,
    ],
    [
      'a text of 1 MiB',
      `wx.request({ url: base + '/large', success: (res) => log(res.data.length, res.data === 'x'.repeat(${MiB})) })`,
      `${MiB} true`,
    ],
    [
      'bytes as an ArrayBuffer',
      `wx.request({ url: base + '/bytes', responseType: 'arraybuffer', success: ({ data }) => log(data instanceof ArrayBuffer, new Uint8Array(data).every((byte, n) => byte === n), data.byteLength) })`,
      'true true 256',
    ],
    [
      'no bytes as an ArrayBuffer',
      `wx.request({ url: base + '/empty', responseType: 'arraybuffer', success: ({ data }) => log(data instanceof ArrayBuffer, data.byteLength) })`,
      'true 0',
    ],
    [
      '1 MiB as an ArrayBuffer that can be written',
      `wx.request({ url: base + '/large', responseType: 'arraybuffer', success: ({ data }) => { const view = new Uint8Array(data); view[0] = 1; log(view.length, view[0], view[${MiB - 1}]); } })`,
      `${MiB} 1 120`,
    ],
  ])('gives %s', async (_, source, line) => {
    expect(await linesOf(source)).toEqual([line]);
  });
});
