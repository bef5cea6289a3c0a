import { createTestNetwork, type TestNetworkOptions } from '@minigate/network/testing';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { downloadLogged, requestLogged } from '../../../test/support/calls.ts';

const url = 'https://api.example.com/thing';
const serverDomains = ['https://api.example.com'];

function testNetwork(options: TestNetworkOptions = { serverDomains }) {
  const made = createTestNetwork(options);
  onTestFinished(() => made.network.close());
  return made;
}

describe('a test network', () => {
  it('answers what the test says', async () => {
    const { network, server } = testNetwork();
    server.answer(`GET ${url}`, { json: { id: 7 }, status: 201, headers: { 'X-Page': '1' } });
    const result = await requestLogged(network, { url }).done;
    expect(result).toMatchObject({ data: { id: 7 }, statusCode: 201, errMsg: 'request:ok' });
    expect(result.header).toMatchObject({ 'X-Page': '1', 'content-type': 'application/json; charset=utf-8' });
  });

  it('applies the rules of production: what is not listed is refused and reaches no server', async () => {
    const { network, server } = testNetwork();
    server.answer('https://*', { json: {} });
    for (const refused of [
      'https://other.example.com/',
      'https://api.example.com:443/',
      'http://api.example.com/',
    ]) {
      const result = await requestLogged(network, { url: refused }).done;
      expect(result).toMatchObject({ errMsg: 'request:fail url not in domain list', errno: 600002 });
    }
    expect(server.requests).toEqual([]);
  });

  it('shows what went over the wire', async () => {
    const { network, server } = testNetwork();
    server.answer(`POST ${url}`, {});
    await requestLogged(network, { url, method: 'POST', data: { a: 1 }, header: { 'X-Page': '1' } }).done;
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'POST', url });
    expect(request?.headers).toMatchObject({ 'x-page': '1', referer: 'https://www.binance.com' });
    expect(request?.json()).toEqual({ a: 1 });
  });

  it('gives a list of answers one after the other, the last again and again', async () => {
    const { network, server } = testNetwork();
    server.answer(url, [{ status: 503 }, { status: 200 }]);
    const statuses: unknown[] = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await requestLogged(network, { url }).done).statusCode);
    expect(statuses).toEqual([503, 200, 200]);
  });

  it('lets a function answer, also a slow one', async () => {
    const { network, server } = testNetwork();
    server.answer(`${url}*`, async (request) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return { body: `you asked for ${request.url}` };
    });
    const result = await requestLogged(network, { url: `${url}?q=1`, timeout: 1 }).done;
    expect(result).toMatchObject({ data: `you asked for ${url}?q=1` });
  });

  it('prefers the newest pattern that fits', async () => {
    const { network, server } = testNetwork();
    server.answer('https://api.example.com/*', { body: 'general' });
    server.answer(`GET ${url}`, { body: 'special' });
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'special' });
    expect(await requestLogged(network, { url, method: 'PUT' }).done).toMatchObject({ data: 'general' });
  });

  it('takes the characters of a pattern literally, `*` aside', async () => {
    const { network, server } = testNetwork();
    server.answer('https://api.example.com/a.b?c=*', { body: 'fits' });
    const ask = (path: string) => requestLogged(network, { url: `https://api.example.com${path}` }).done;
    expect(await ask('/a.b?c=1')).toMatchObject({ data: 'fits' });
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(await ask('/axb?c=1')).toMatchObject({ errno: 600001 });
    expect(said.mock.calls.join()).toContain("server.answer('GET https://api.example.com/axb?c=1', …)");
    said.mockRestore();
  });

  it('refuses a pattern that names no requests with a sentence', () => {
    const { server } = testNetwork();
    expect(() => server.answer('/users', {})).toThrow(/"\/users" names no requests. Write a URL/);
  });

  it('follows redirects under the rules', async () => {
    const { network, server } = testNetwork();
    server.answer(url, { status: 302, headers: { Location: '/there' } });
    server.answer('https://api.example.com/there', { body: 'there' });
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'there' });
    server.answer('https://api.example.com/there', {
      status: 302,
      headers: { Location: 'https://evil.example' },
    });
    expect(await requestLogged(network, { url }).done).toMatchObject({ errno: 600002 });
  });

  it.each([
    ['CONNECTION_RESET', 'request:fail -101:net::ERR_CONNECTION_RESET'],
    ['NAME_NOT_RESOLVED', 'request:fail -105:net::ERR_NAME_NOT_RESOLVED'],
    ['CERTIFICATE_DATE_INVALID', 'request:fail -201:net::ERR_CERT_DATE_INVALID'],
  ] as const)('plays the fault %s, before an answer and in the middle of one', async (fail, errMsg) => {
    const { network, server } = testNetwork();
    server.answer(url, [{ fail }, { fail, body: 'half' }]);
    expect(await requestLogged(network, { url }).done).toMatchObject({ errMsg });
    expect(await requestLogged(network, { url }).done).toMatchObject({ errMsg });
  });

  it('says what is wrong when an answering function throws', async () => {
    const { network, server } = testNetwork();
    const details: unknown[] = [];
    network.on('settle', ({ error }) => details.push(error?.detail));
    server.answer(url, () => {
      throw new Error('no such user');
    });
    expect(await requestLogged(network, { url }).done).toMatchObject({ errno: 600000 });
    expect(details).toEqual(['The answer that the test gives could not be made: no such user']);
  });

  it('saves downloads and gives bodies in pieces', async () => {
    const { network, server } = testNetwork();
    server.answer(url, { body: ['one', 'two'], delay: 1000 });
    const download = await downloadLogged(network, { url }).done;
    expect(download).toMatchObject({ statusCode: 200, errMsg: 'downloadFile:ok' });
    const pieces: string[] = [];
    const chunked = requestLogged(network, { url, enableChunked: true });
    chunked.task.onChunkReceived(({ data }) => pieces.push(Buffer.from(data).toString()));
    await chunked.done;
    expect(pieces).toEqual(['one', 'two']);
  });
});

describe('the time of a test network', () => {
  it('passes at once while a call is under way, in its order', async () => {
    const { network, server, clock } = testNetwork();
    server.answer(`${url}/slow`, { body: 'slow', delay: 40_000 });
    server.answer(`${url}/fast`, { body: 'fast', delay: 100 });
    const order: unknown[] = [];
    const start = clock.now();
    const calls = ['slow', 'fast'].map((name) => requestLogged(network, { url: `${url}/${name}` }));
    for (const { done } of calls) void done.then(({ data }) => order.push(data));
    await Promise.all(calls.map(({ done }) => done));
    expect(order).toEqual(['fast', 'slow']);
    expect(clock.now() - start).toBe(40_000);
  });

  it('ends a call at its timeout, where the answer comes later or never', async () => {
    const { network, server } = testNetwork();
    server.answer(url, { delay: Number.POSITIVE_INFINITY });
    expect(await requestLogged(network, { url }).done).toMatchObject({
      errMsg: 'request:fail timeout',
      errno: 5,
    });
    server.answer(url, { delay: 2000 });
    expect(await requestLogged(network, { url, timeout: 1999 }).done).toMatchObject({ errno: 5 });
    expect(await requestLogged(network, { url, timeout: 2001 }).done).toMatchObject({ statusCode: 200 });
  });

  it('stands still by itself where the test wants to say when it passes', async () => {
    const { network, server, clock } = testNetwork({ serverDomains, time: 'standing' });
    server.answer(url, { delay: 10_000 });
    const call = requestLogged(network, { url });
    await clock.advance(0);
    network.enterBackground();
    await clock.advance(4999);
    expect(call.events).toEqual([]);
    await clock.advance(1);
    expect(await call.done).toMatchObject({ errMsg: 'request:fail interrupted', errno: 600003 });
  });

  it('interrupts what is slower than the grace of a program in the background', async () => {
    const { network, server } = testNetwork();
    server.answer(`${url}/slow`, { delay: 5001 });
    server.answer(`${url}/fast`, { delay: 4999 });
    const slow = requestLogged(network, { url: `${url}/slow` });
    const fast = requestLogged(network, { url: `${url}/fast` });
    network.enterBackground();
    expect(await fast.done).toMatchObject({ statusCode: 200 });
    expect(await slow.done).toMatchObject({ errMsg: 'request:fail interrupted' });
  });

  it('does not pass while nothing is under way', async () => {
    const { network, clock } = testNetwork();
    const start = clock.now();
    network.enterBackground();
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    expect(clock.now()).toBe(start);
    expect(network.state).toBe('background');
  });

  it('is told to the program in `profile`', async () => {
    const { network, server } = testNetwork();
    server.answer(url, { delay: 1500 });
    const { profile } = await requestLogged(network, { url }).done;
    expect((profile?.responseEnd ?? 0) - (profile?.requestStart ?? 0)).toBe(1500);
  });
});
