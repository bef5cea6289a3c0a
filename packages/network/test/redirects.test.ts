import { describe, expect, test } from 'vitest';
import { requestLogged } from '../../../test/support/calls.ts';
import { scriptedNetwork } from './support/scripted-network.ts';

const url = 'https://api.example.com/start?q=1';

describe('Rule 6: every redirect hop is judged again', () => {
  test('follows a redirect to a listed host', async () => {
    const { network, transport } = scriptedNetwork();
    const call = requestLogged(network, { url });
    transport.last.redirect(302, 'https://other.example.com/there');
    expect(transport.last.url).toBe('https://other.example.com/there');
    transport.last.answer(200, '"done"');
    expect(await call.done).toMatchObject({ statusCode: 200, data: 'done' });
  });

  test.each([
    ['a host that is not listed', 'https://evil.example/'],
    ['a banned host', 'https://api.binance.com/'],
    ['the same host with a port', 'https://api.example.com:443/'],
    ['a scheme-relative URL with a port', '//api.example.com:443/'],
    ['plain http', 'http://api.example.com/'],
    ['an address', 'https://127.0.0.1/'],
    ['a name with a trailing dot', 'https://api.example.com./'],
  ])('refuses a redirect to %s before anything is dialled', async (_, location) => {
    const { network, transport } = scriptedNetwork();
    const call = requestLogged(network, { url });
    transport.last.redirect(302, location);
    expect(await call.done).toMatchObject({ errMsg: 'request:fail url not in domain list', errno: 600002 });
    expect(transport.exchanges).toHaveLength(1);
  });

  test('keeps the written authority for a relative Location', async () => {
    const { network, transport } = scriptedNetwork({
      policy: { appId: 'demo', version: 1, serverDomains: ['https://h.example.com:443'] },
    });
    const call = requestLogged(network, { url: 'https://h.example.com:443/a/b' });
    transport.last.redirect(307, 'c');
    expect(transport.last.url).toBe('https://h.example.com:443/a/c');
    transport.last.answer(200);
    expect(await call.done).toMatchObject({ statusCode: 200 });
  });

  test.each([
    [301, 'POST', 'GET'],
    [302, 'POST', 'GET'],
    [303, 'POST', 'GET'],
    [303, 'PUT', 'GET'],
    [307, 'POST', 'POST'],
    [308, 'POST', 'POST'],
    [302, 'PUT', 'PUT'],
    [303, 'HEAD', 'HEAD'],
  ] as const)('after %d turns %s into %s', (status, method, next) => {
    const { network, transport } = scriptedNetwork();
    requestLogged(network, { url, method, data: { a: 1 } });
    transport.last.redirect(status, '/next');
    const { request } = transport.last;
    expect(request.method).toBe(next);
    if (next === 'GET') {
      expect(request.body).toBeNull();
      expect(request.headers.map((text) => text.toLowerCase())).not.toContain('content-type');
    } else if (next !== 'HEAD') {
      expect(request.body).not.toBeNull();
    }
  });

  test('does not carry credentials to another host, and keeps them on the same one', () => {
    const { network, transport } = scriptedNetwork();
    requestLogged(network, { url, header: { Authorization: 'Bearer x', cookie: 'a=1', 'X-Own': 'kept' } });
    transport.last.redirect(302, '/same');
    expect(transport.last.request.headers).toEqual(expect.arrayContaining(['Bearer x', 'a=1', 'kept']));
    transport.last.redirect(302, 'https://other.example.com/');
    expect(transport.last.request.headers).not.toContain('Bearer x');
    expect(transport.last.request.headers).not.toContain('a=1');
    expect(transport.last.request.headers).toEqual(
      expect.arrayContaining(['kept', 'https://www.binance.com']),
    );
  });

  test('follows twenty redirects and fails at the next with errno 600008', async () => {
    const { network, transport } = scriptedNetwork();
    const call = requestLogged(network, { url });
    for (let hop = 0; hop <= 20; hop += 1) transport.last.redirect(302, `/hop${hop}`);
    expect(await call.done).toMatchObject({
      errMsg: 'request:fail network reach the max redirect count',
      errno: 600008,
    });
    expect(transport.exchanges).toHaveLength(21);
  });

  test('is success with the 3xx answer itself where no Location comes with it', async () => {
    const { network, transport } = scriptedNetwork();
    const call = requestLogged(network, { url });
    transport.last.answer(302, 'nowhere');
    expect(await call.done).toMatchObject({ statusCode: 302, data: 'nowhere' });
  });

  test('gives up the connection of a redirect whose body does not end, and goes on', async () => {
    const { network, transport } = scriptedNetwork();
    const call = requestLogged(network, { url });
    const first = transport.last;
    first.head(302, ['Location', '/next']);
    first.data(new Uint8Array(64 * 1024));
    expect(first.ending).toBe('cancelled');
    expect(transport.last.url).toBe('https://api.example.com/next');
    transport.last.answer(200);
    expect(await call.done).toMatchObject({ statusCode: 200 });
  });

  test('tells those who watch of every hop and its verdict', async () => {
    const { network, transport } = scriptedNetwork();
    const seen: unknown[] = [];
    network.on('decision', ({ hop, url: judged, decision }) => seen.push([hop, judged, decision.verdict]));
    const call = requestLogged(network, { url });
    transport.last.redirect(302, '/next');
    transport.last.redirect(302, 'https://evil.example/');
    await call.done;
    expect(seen).toEqual([
      [0, url, 'allow'],
      [1, '/next', 'allow'],
      [2, 'https://evil.example/', 'deny'],
    ]);
  });
});
