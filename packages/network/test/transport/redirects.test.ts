import { describe, expect, it } from 'vitest';
import { isRedirect, locationOf, nextHop } from '../../src/transport/redirects.ts';
import { targetOf } from './wire-call.ts';

const from = targetOf('https://api.example.test/a');
const to = targetOf('https://api.example.test/b?c=d');
const hop = { method: 'GET', path: '/a', headers: [], body: null };

describe('a redirect', () => {
  it('is 301, 302, 303, 307 or 308', () => {
    const statuses = Array.from({ length: 600 }, (_, status) => status).filter(isRedirect);
    expect(statuses).toEqual([301, 302, 303, 307, 308]);
  });

  it.each([
    ['in any letter case', ['X', 'y', 'LOCATION', '/next'], '/next'],
    ['the first that is not empty', ['location', '', 'location', '/one', 'location', '/two'], '/one'],
    ['in UTF-8 bytes', ['location', Buffer.from('/grüße').toString('latin1')], '/grüße'],
    ['nowhere but in a name', ['x-next', 'location', 'location', ''], undefined],
  ])('has its Location %s', (_where, headers, expected) => {
    expect(locationOf(headers)).toBe(expected);
  });
});

describe('the next hop', () => {
  it('goes to the path of its own target', () => {
    expect(nextHop(hop, 302, from, to).path).toBe('/b?c=d');
  });

  it.each([
    ...[301, 302].flatMap((status) => [
      { method: 'GET', status, next: 'GET' },
      { method: 'HEAD', status, next: 'HEAD' },
      { method: 'POST', status, next: 'GET' },
      { method: 'PUT', status, next: 'PUT' },
      { method: 'DELETE', status, next: 'DELETE' },
    ]),
    ...['POST', 'PUT', 'DELETE', 'OPTIONS', 'GET'].map((method) => ({ method, status: 303, next: 'GET' })),
    { method: 'HEAD', status: 303, next: 'HEAD' },
    ...[307, 308].flatMap((status) =>
      ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'].map((method) => ({ method, status, next: method })),
    ),
  ])('after $method and $status is $next', ({ method, status, next }) => {
    expect(nextHop({ ...hop, method }, status, from, to).method).toBe(next);
  });

  it('leaves the body and the headers about it behind where the method becomes GET', () => {
    const headers = ['Content-Type', 'text/plain', 'CONTENT-ENCODING', 'br', 'X-Kept', '1', 'Contents', '2'];
    const next = nextHop({ ...hop, method: 'POST', headers, body: 'text' }, 303, from, to);
    expect(next).toMatchObject({ headers: ['X-Kept', '1', 'Contents', '2'], body: null });
  });

  it('sends body and headers again where the method stays', () => {
    const headers = ['Content-Type', 'text/plain', 'X-Kept', '1', 'x-kept', '2'];
    const body = Uint8Array.of(1, 2, 3);
    expect(nextHop({ ...hop, method: 'POST', headers, body }, 307, from, to)).toMatchObject({
      headers,
      body,
    });
  });

  describe('and the headers that prove who calls', () => {
    const headers = ['AUTHORIZATION', 'a', 'Cookie', 'b', 'proxy-authorization', 'c', 'Referer', 'd'];

    it.each([
      ['another host', 'https://other.example.test/'],
      ['a subdomain', 'https://www.api.example.test/'],
      ['another port', 'https://api.example.test:8443/'],
      ['another scheme', 'http://api.example.test:443/'],
    ])('do not follow to %s', (_where, url) => {
      expect(nextHop({ ...hop, headers }, 307, from, targetOf(url)).headers).toEqual(['Referer', 'd']);
    });

    it.each(['X-Api-Key', 'apikey', 'X-Auth-Token', 'session-id', 'X-CSRF', 'Client-Secret', 'X-Signature'])(
      'are also those that programs make up: %s',
      (name) => {
        const other = targetOf('https://other.example.test/');
        const made = [name, 'secret', 'X-Page', '1'];
        expect(nextHop({ ...hop, headers: made }, 307, from, other).headers).toEqual(['X-Page', '1']);
        expect(nextHop({ ...hop, headers: made }, 307, from, to).headers).toEqual(made);
      },
    );

    it('follow to the same endpoint, whether its port is written or not', () => {
      const written = { ...to, explicitPort: '443', authority: 'api.example.test:443' };
      expect(nextHop({ ...hop, headers }, 302, from, to).headers).toEqual(headers);
      expect(nextHop({ ...hop, headers }, 302, from, written).headers).toEqual(headers);
    });
  });
});
