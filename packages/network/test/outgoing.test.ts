import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHeaderBag } from '../src/headers.ts';
import { checkDownloadFile, checkRequest } from '../src/options.ts';
import { buildDownload, buildOutgoing } from '../src/outgoing.ts';
import type { Outgoing } from '../src/transport/transport.ts';

const profile = { referer: 'https://www.binance.com' };

/** The path stands for the URL that was judged. */
function outgoing(path: string, options: object = {}): Outgoing {
  return buildOutgoing(checkRequest({ url: `https://api.example.com${path}`, ...options }), path, profile);
}

const headersOf = (header: object, options: object = {}): Record<string, string> =>
  toHeaderBag(outgoing('/', { header, ...options }).headers);

describe('headers on the wire', () => {
  it('are these where the caller gives none', () => {
    expect(headersOf({})).toEqual({
      'content-type': 'application/json',
      accept: '*/*',
      'user-agent': expect.stringMatching(/^Minigate\/\d+\.\d+\.\d+$/) as string,
      'accept-encoding': 'gzip, deflate, br',
      referer: 'https://www.binance.com',
    });
  });

  it.each([
    ['Content-Type', 'text/plain'],
    ['CONTENT-type', 'text/plain'],
    ['Accept', 'a/b'],
    ['USER-AGENT', 'x'],
  ])('hold the caller’s %s in its spelling and instead of the default', (name, value) => {
    const bag = headersOf({ [name]: value });
    expect(bag[name]).toBe(value);
    expect(Object.keys(bag).filter((key) => key.toLowerCase() === name.toLowerCase())).toEqual([name]);
  });

  it.each(['referer', 'Referer', 'REFERER', 'rEfErEr'])(
    'have the fixed Referer when the caller writes %s',
    (name) => {
      const bag = headersOf({ [name]: 'https://example.com/secret' });
      expect(Object.entries(bag).filter(([key]) => key.toLowerCase() === 'referer')).toEqual([
        ['referer', 'https://www.binance.com'],
      ]);
    },
  );

  it.each([
    'Host',
    'Content-Length',
    'Connection',
    'Keep-Alive',
    'TE',
    'Trailer',
    'Transfer-Encoding',
    'Upgrade',
    'Expect',
    'Proxy-Connection',
    'Proxy-Authorization',
    'Proxy-Authenticate',
    'HTTP2-Settings',
  ])('never hold a %s of the caller', (name) => {
    for (const spelling of [name, name.toLowerCase(), name.toUpperCase()]) {
      expect(headersOf({ [spelling]: '1' })).toEqual(headersOf({}));
    }
  });

  it('never hold what the caller’s Connection nominates', () => {
    expect(
      headersOf({ 'X-Hop': '1', connection: 'close, x-hop ,\tX-Other', 'x-other': '2', 'x-kept': '3' }),
    ).toEqual({
      'x-kept': '3',
      ...headersOf({}),
    });
  });

  it('keep the host’s own lines when the caller nominates them', () => {
    expect(
      headersOf({ connection: 'referer, content-type, user-agent', 'content-type': 'text/plain' }),
    ).toEqual(headersOf({}));
  });

  it('leave the encodings to the host', () => {
    expect(headersOf({ 'Accept-Encoding': 'identity' })['accept-encoding']).toBe('gzip, deflate, br');
  });

  it('of a download hold no content type but the caller’s', () => {
    const download = (header: object): Outgoing =>
      buildDownload(checkDownloadFile({ url: 'https://cdn.example.com/a', header }), '/a', profile);
    expect(download({ Range: 'bytes=0-9' })).toMatchObject({ method: 'GET', path: '/a', body: null });
    expect(toHeaderBag(download({ Range: 'bytes=0-9', Host: 'x' }).headers)).toEqual({
      Range: 'bytes=0-9',
      accept: '*/*',
      'user-agent': expect.any(String) as string,
      'accept-encoding': 'gzip, deflate, br',
      referer: 'https://www.binance.com',
    });
    expect(toHeaderBag(download({ 'Content-Type': 'a/b' }).headers)['Content-Type']).toBe('a/b');
  });

  const banned = [
    'host',
    'content-length',
    'connection',
    'keep-alive',
    'te',
    'trailer',
    'transfer-encoding',
    'upgrade',
    'expect',
  ];
  const spelt = (name: string): fc.Arbitrary<string> =>
    fc
      .array(fc.boolean(), { minLength: name.length, maxLength: name.length })
      .map((upper) =>
        Array.from(name, (char, i) => (upper[i] === true ? char.toUpperCase() : char)).join(''),
      );
  const name = fc.oneof(fc.constantFrom(...banned, 'referer', 'cookie', 'x-a').chain(spelt), fc.string());
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom('a\r\nHost: b', 'x-a', 'close'),
    fc.integer(),
    fc.constant(null),
  );

  it('have no line break, no banned name and one spelling of each name, whatever the caller writes', () => {
    fc.assert(
      fc.property(fc.dictionary(name, value), (header) => {
        let headers: readonly string[];
        try {
          headers = outgoing('/', { header }).headers;
        } catch {
          return;
        }
        expect(headers.join('')).not.toMatch(/[\r\n\0]/);
        const names = headers.filter((_, i) => i % 2 === 0).map((text) => text.toLowerCase());
        expect(names.filter((text) => banned.includes(text) || text.startsWith('proxy-'))).toEqual([]);
        expect(new Set(names).size).toBe(names.length);
        expect(headers[headers.indexOf('referer') + 1]).toBe(profile.referer);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('data of GET and HEAD', () => {
  const path = (from: string, data: unknown, method = 'GET'): string => outgoing(from, { data, method }).path;

  it.each(['GET', 'HEAD'])('goes into the query of a %s, which has no body', (method) => {
    expect(outgoing('/v', { data: { a: 1 }, method })).toMatchObject({ method, path: '/v?a=1', body: null });
  });

  it('is encoded as `encodeURIComponent` does', () => {
    expect(path('/v', { 'a b': "!'()*~ +&=#你" })).toBe("/v?a%20b=!'()*~%20%2B%26%3D%23%E4%BD%A0");
  });

  it.each([
    ['/v?a=1&b=2', { a: 9 }, '/v?b=2&a=9'],
    ['/v?a=1&a=2&c', { a: 9 }, '/v?c&a=9'],
    ['/v?a%20b=1', { 'a b': 9 }, '/v?a%20b=9'],
    ['/v?a+b=1', { 'a b': 9 }, '/v?a%20b=9'],
    ['/v?A=1', { a: 9 }, '/v?A=1&a=9'],
    ['/v?', { a: 9 }, '/v?a=9'],
    ['/v?x=%zz&y=?', { a: 9 }, '/v?x=%zz&y=?&a=9'],
    ['/v?a=1&b=2', { a: undefined }, '/v?a=1&b=2'],
    ['/v?a=1&&b=2', {}, '/v?a=1&&b=2'],
    ['/v', { __proto__: null, a: null, b: [1, { c: 2 }] }, '/v?a=null&b=%5B1%2C%7B%22c%22%3A2%7D%5D'],
  ])('merges into %s with %j', (from, data, expected) => {
    expect(path(from, data)).toBe(expected);
  });

  it.each([
    ['/v', 'a=1&b=%20', '/v?a=1&b=%20'],
    ['/v?x=1', 'a=1', '/v?x=1&a=1'],
    ['/v?', 'a=1', '/v?a=1'],
    ['/v?x=1&', '?a=1', '/v?x=1&a=1'],
    ['/v', 'a=b c"<>#é\n😀', '/v?a=b%20c%22%3C%3E%23%C3%A9%0A%F0%9F%98%80'],
    ['/v', '', '/v'],
  ])('is appended to %s where it is the text %j', (from, data, expected) => {
    expect(path(from, data)).toBe(expected);
  });

  it('comes back from the query as it was', () => {
    const texts = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.dictionary(texts, texts), fc.dictionary(texts, texts), (inUrl, data) => {
        const query = new URLSearchParams(inUrl).toString();
        const merged = new URL(path(`/v?${query}`, data), 'https://api.example.com');
        expect(new Map(merged.searchParams)).toEqual(new Map(Object.entries({ ...inUrl, ...data })));
      }),
    );
  });

  it('never breaks the path, whatever text it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (data) => {
        let result: string;
        try {
          result = path('/v?x=1', data);
        } catch {
          return;
        }
        expect(result).toMatch(/^\/v\?x=1[\x21-\x7e]*$/);
        expect(result).not.toContain('#');
      }),
    );
  });
});

describe('data of other methods', () => {
  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('is the body of a %s, and the query stays', (method) => {
    expect(outgoing('/v?a=1', { method, data: { a: 2 } })).toMatchObject({
      method,
      path: '/v?a=1',
      body: '{"a":2}',
    });
  });

  it('is a form by content type, in any letter case and with parameters', () => {
    const header = { 'Content-Type': 'APPLICATION/x-www-form-urlencoded;charset=UTF-8' };
    expect(outgoing('/', { method: 'POST', header, data: { 'a b': 'c d', e: '' } }).body).toBe(
      'a%20b=c%20d&e=',
    );
  });

  it('is text and bytes as they are', () => {
    expect(outgoing('/', { method: 'POST', data: '{"a" : 1}' }).body).toBe('{"a" : 1}');
    expect(outgoing('/', { method: 'PUT', data: Uint8Array.of(0, 255).buffer }).body).toEqual(
      Uint8Array.of(0, 255),
    );
  });

  it('is no body where there is none', () => {
    for (const data of [undefined, null, '', new ArrayBuffer(0)])
      expect(outgoing('/', { method: 'POST', data }).body).toBeNull();
  });
});
