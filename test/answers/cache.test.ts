import { binance } from '@minigate/policy';
import { describe, expect, it } from 'vitest';
import { requestLogged } from '../support/calls.ts';
import { eventsOf, loopbackNetwork, policyFor } from '../support/loopback-network.ts';
import { serve } from '../support/servers.ts';

const url = 'https://api.example.test/thing';

/** Answers with the number of the request; `headers` say how long that is good for. */
async function counter(headers: Record<string, string | string[]>) {
  let count = 0;
  return serve((request, response) => {
    count += 1;
    if (request.headers['if-none-match'] === '"tag"') response.writeHead(304, headers).end();
    else response.writeHead(200, headers).end(`answer ${count}`);
  });
}

describe('Rule 19: the cache', () => {
  it('gives a fresh answer again without asking the server, to calls that ask for it', async () => {
    const server = await counter({ 'cache-control': 'max-age=60', 'set-cookie': ['a=1', 'b=2'] });
    const network = loopbackNetwork(server);
    const first = await requestLogged(network, { url, enableCache: true }).done;
    const second = await requestLogged(network, { url, enableCache: true }).done;
    expect(first).toMatchObject({ data: 'answer 1', cookies: ['a=1', 'b=2'] });
    expect(second).toMatchObject({ data: 'answer 1', cookies: ['a=1', 'b=2'], statusCode: 200 });
    expect(second.profile?.socketReused).toBe(true);
    expect(server.requests).toHaveLength(1);
  });

  it('tells those who watch that nothing was asked of the server', async () => {
    const network = loopbackNetwork(await counter({ 'cache-control': 'max-age=60' }));
    const answers = eventsOf(network, 'answer');
    await requestLogged(network, { url, enableCache: true }).done;
    await requestLogged(network, { url, enableCache: true }).done;
    expect(answers.map(({ fromCache }) => fromCache ?? false)).toEqual([false, true]);
  });

  it('is another one than the prefetch cache, which a program may ask for without effect', async () => {
    const server = await counter({ 'cache-control': 'max-age=60' });
    const network = loopbackNetwork(server);
    for (const data of ['answer 1', 'answer 2']) {
      expect(await requestLogged(network, { url, usePrefetchCache: true }).done).toMatchObject({ data });
    }
  });

  it('is not used by calls that do not ask for it', async () => {
    const server = await counter({ 'cache-control': 'max-age=60' });
    const network = loopbackNetwork(server);
    await requestLogged(network, { url, enableCache: true }).done;
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'answer 2' });
  });

  it.each(['no-store', 'max-age=0, must-revalidate'])(
    'keeps nothing that the server marks %s',
    async (mark) => {
      const server = await counter({ 'cache-control': mark });
      const network = loopbackNetwork(server);
      await requestLogged(network, { url, enableCache: true }).done;
      expect(await requestLogged(network, { url, enableCache: true }).done).toMatchObject({
        data: 'answer 2',
      });
    },
  );

  it('asks whether a stale answer is still good, and gives it again after 304', async () => {
    const server = await counter({ 'cache-control': 'no-cache', etag: '"tag"' });
    const network = loopbackNetwork(server);
    await requestLogged(network, { url, enableCache: true }).done;
    const second = await requestLogged(network, { url, enableCache: true }).done;
    expect(second).toMatchObject({ data: 'answer 1', statusCode: 200 });
    expect(server.requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"tag"']);
  });

  it('asks about an answer whose time is over from the start, however soon the next call comes', async () => {
    const server = await counter({ 'cache-control': 'max-age=0', etag: '"other"' });
    const network = loopbackNetwork(server);
    for (let i = 1; i <= 30; i += 1) {
      expect(await requestLogged(network, { url, enableCache: true }).done).toMatchObject({
        data: `answer ${i}`,
      });
    }
  });

  it.each(['max-age=60', 'no-cache'])(
    'gives the header names of a kept answer as they were received: %s',
    async (mark) => {
      const server = await counter({ 'Cache-Control': mark, ETag: '"tag"', 'X-Mixed-case': 'Kept' });
      const network = loopbackNetwork(server);
      const first = await requestLogged(network, { url, enableCache: true }).done;
      const second = await requestLogged(network, { url, enableCache: true }).done;
      expect(second).toMatchObject({
        data: 'answer 1',
        header: { 'Cache-Control': mark, ETag: '"tag"', 'X-Mixed-case': 'Kept' },
      });
      const received = Object.keys(first.header ?? {});
      const told = Object.keys(second.header ?? {}).filter((name) => name !== 'age' && name !== 'warning');
      expect(received).toEqual(expect.arrayContaining(told));
    },
  );

  it('keeps answers apart that vary by a header', async () => {
    const server = await counter({ 'cache-control': 'max-age=60', vary: 'accept-language' });
    const network = loopbackNetwork(server);
    const ask = (language: string) =>
      requestLogged(network, { url, enableCache: true, header: { 'Accept-Language': language } }).done;
    expect(await ask('en')).toMatchObject({ data: 'answer 1' });
    expect(await ask('zh')).toMatchObject({ data: 'answer 2' });
    expect(await ask('en')).toMatchObject({ data: 'answer 1' });
  });

  it('forgets an answer when a call changes the thing, whether that call asks for the cache or not', async () => {
    const server = await counter({ 'cache-control': 'max-age=60' });
    const network = loopbackNetwork(server);
    await requestLogged(network, { url, enableCache: true }).done;
    await requestLogged(network, { url, method: 'POST', data: { a: 1 } }).done;
    expect(await requestLogged(network, { url, enableCache: true }).done).toMatchObject({ data: 'answer 3' });
  });

  it('stands behind the decision: what is not listed any more is not given', async () => {
    const server = await counter({ 'cache-control': 'max-age=60' });
    const network = loopbackNetwork(server);
    await requestLogged(network, { url, enableCache: true }).done;
    network.updatePolicy({ ...policyFor('https://other.example.test'), version: 2 });
    const refused = await requestLogged(network, { url, enableCache: true }).done;
    expect(refused).toMatchObject({ errMsg: 'request:fail url not in domain list', errno: 600002 });
  });

  it('gives nothing to another network, and nothing across a change of policy', async () => {
    const server = await counter({ 'cache-control': 'max-age=60' });
    const network = loopbackNetwork(server);
    await requestLogged(network, { url, enableCache: true }).done;
    const other = loopbackNetwork(server);
    expect(await requestLogged(other, { url, enableCache: true }).done).toMatchObject({ data: 'answer 2' });
    network.updatePolicy({ ...policyFor('https://api.example.test'), version: 2 });
    expect(await requestLogged(network, { url, enableCache: true }).done).toMatchObject({ data: 'answer 3' });
  });

  it('gives nothing across a change of debugging mode', async () => {
    const server = await counter({ 'cache-control': 'max-age=60' });
    const network = loopbackNetwork(server, { policy: policyFor(), debugging: true });
    expect(await requestLogged(network, { url, enableCache: true }).done).toMatchObject({ data: 'answer 1' });
    network.setDebugging(false);
    expect(await requestLogged(network, { url, enableCache: true }).done).toMatchObject({ errno: 600002 });
    network.setDebugging(true);
    expect(await requestLogged(network, { url, enableCache: true }).done).toMatchObject({ data: 'answer 2' });
  });

  it('fetches nothing anew behind the back of a call that has ended', async () => {
    const server = await counter({ 'cache-control': 'max-age=0, stale-while-revalidate=600', etag: '"x"' });
    const network = loopbackNetwork(server);
    await requestLogged(network, { url, enableCache: true }).done;
    expect(await requestLogged(network, { url, enableCache: true }).done).toMatchObject({ data: 'answer 2' });
    expect(server.requests).toHaveLength(2);
  });

  it('follows a redirect that was kept, and judges it again', async () => {
    const server = await serve(
      (request, response) => {
        const moved = { location: 'https://other.example.test/', 'cache-control': 'max-age=60' };
        if (request.headers.host === 'api.example.test') response.writeHead(301, moved).end();
        else response.end('there');
      },
      { names: ['api.example.test', 'other.example.test'] },
    );
    const network = loopbackNetwork(server);
    const decisions = eventsOf(network, 'decision');
    for (let n = 0; n < 2; n += 1) {
      expect(await requestLogged(network, { url, enableCache: true }).done).toMatchObject({ data: 'there' });
    }
    expect(decisions.map(({ hop }) => hop)).toEqual([0, 1, 0, 1]);
    expect(server.requests.filter(({ headers }) => headers.host === 'api.example.test')).toHaveLength(1);
  });

  it('lets a kept answer be aborted', async () => {
    const server = await counter({ 'cache-control': 'max-age=60' });
    const network = loopbackNetwork(server);
    await requestLogged(network, { url, enableCache: true }).done;
    const call = requestLogged(network, { url, enableCache: true });
    call.task.abort();
    expect(await call.done).toMatchObject({ errMsg: 'request:fail abort' });
    expect(await requestLogged(network, { url, enableCache: true }).done).toMatchObject({ data: 'answer 1' });
  });
});

describe('Rule 19: a call that asks whether its kept answer is still good', () => {
  const stale = { 'cache-control': 'no-cache', etag: '"tag"' };

  it('is sent once more where the server ends its kept connection instead of answering', async () => {
    const server = await serve((_request, response, { socket }) => {
      if (server.requests.length === 2) socket.destroy();
      else response.writeHead(200, stale).end('answer');
    });
    const network = loopbackNetwork(server);
    await requestLogged(network, { url, enableCache: true }).done;
    const second = await requestLogged(network, { url, enableCache: true }).done;
    expect(second).toMatchObject({ errMsg: 'request:ok', data: 'answer' });
    expect(server.requests.map(({ headers }) => headers['if-none-match'])).toEqual([
      undefined,
      '"tag"',
      '"tag"',
    ]);
    expect(server.accepted()).toBe(2);
  });

  it.each([
    ['confirmed', '"tag"'],
    ['answered anew', '"other"'],
  ])('has a profile like any other: %s', async (_what, etag) => {
    const network = loopbackNetwork(await counter({ ...stale, etag }));
    await requestLogged(network, { url, enableCache: true }).done;
    const { profile } = await requestLogged(network, { url, enableCache: true }).done;
    const { requestStart = 0, requestEnd = 0, responseStart = 0, responseEnd = 0 } = profile ?? {};
    const moments = [requestStart, requestEnd, responseStart, responseEnd];
    expect(requestStart).toBeGreaterThan(0);
    expect(moments).toEqual([...moments].sort((a, b) => a - b));
    expect(profile?.sendBytesCount).toBeGreaterThan(0);
    expect(profile?.receivedBytedCount).toBeGreaterThan(0);
    expect(profile?.peerIP).toBe('127.0.0.1');
  });

  it.each([
    ['confirmed', '"tag"', 'answer 1'],
    ['answered anew', '"other"', 'answer 2'],
  ])('passes over what comes before the answer: %s', async (_what, etag, data) => {
    let count = 0;
    const server = await serve((request, response) => {
      count += 1;
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      const confirmed = request.headers['if-none-match'] === '"tag"';
      response.writeHead(confirmed ? 304 : 200, { ...stale, etag });
      response.end(confirmed ? undefined : `answer ${count}`);
    });
    const network = loopbackNetwork(server);
    await requestLogged(network, { url, enableCache: true }).done;
    expect(await requestLogged(network, { url, enableCache: true }).done).toMatchObject({ data });
  });
});

describe('Rule 19: a kept answer is told like any other', () => {
  it('after the call was made, so its head is heard by who asks for it then', async () => {
    const network = loopbackNetwork(await counter({ 'cache-control': 'max-age=60' }));
    await requestLogged(network, { url, enableCache: true }).done;
    const heads: number[] = [];
    const call = requestLogged(network, { url, enableCache: true });
    call.task.onHeadersReceived(({ statusCode }) => heads.push(statusCode));
    expect(await call.done).toMatchObject({ data: 'answer 1' });
    expect(heads).toEqual([200]);
  });

  it('and may be aborted when its head is there, which leaves the connection alone', async () => {
    const server = await counter({ 'cache-control': 'max-age=60' });
    const network = loopbackNetwork(server);
    await requestLogged(network, { url, enableCache: true }).done;
    const hops = eventsOf(network, 'hop');
    const call = requestLogged(network, { url, enableCache: true });
    call.task.onHeadersReceived(() => call.task.abort());
    expect(await call.done).toMatchObject({ errMsg: 'request:fail abort' });
    expect(hops).toHaveLength(1);
    await requestLogged(network, { url }).done;
    expect(server.accepted()).toBe(1);
  });

  it('without a connection, and without bytes on the wire', async () => {
    const network = loopbackNetwork(await counter({ 'cache-control': 'max-age=60' }));
    await requestLogged(network, { url, enableCache: true }).done;
    const addresses = eventsOf(network, 'address');
    const { profile } = await requestLogged(network, { url, enableCache: true }).done;
    expect(profile).toMatchObject({ sendBytesCount: 0, receivedBytedCount: 0, peerIP: '' });
    expect(addresses).toEqual([]);
  });

  it('is not brought across a change of policy by a call that was made before', async () => {
    const server = await counter({ 'cache-control': 'max-age=60' });
    const network = loopbackNetwork(server);
    const before = requestLogged(network, { url, enableCache: true });
    network.updatePolicy({ ...policyFor('https://api.example.test'), version: 2 });
    expect(await before.done).toMatchObject({ data: 'answer 1' });
    expect(await requestLogged(network, { url, enableCache: true }).done).toMatchObject({ data: 'answer 2' });
  });
});

describe('Rule 19: only-if-cached', () => {
  const keptOnly = { url, enableCache: true, header: { 'Cache-Control': 'max-stale=0, Only-If-Cached' } };
  const nothing = { errMsg: 'request:ok', statusCode: 504, data: '' };

  it('gives a kept answer that is good', async () => {
    const server = await counter({ 'cache-control': 'max-age=60' });
    const network = loopbackNetwork(server);
    await requestLogged(network, { url, enableCache: true }).done;
    const answers = eventsOf(network, 'answer');
    expect(await requestLogged(network, keptOnly).done).toMatchObject({ statusCode: 200, data: 'answer 1' });
    expect(answers).toMatchObject([{ fromCache: true }]);
    expect(server.requests).toHaveLength(1);
  });

  it('is answered with 504 where nothing is kept, and asks no server', async () => {
    const server = await counter({ 'cache-control': 'max-age=60' });
    const network = loopbackNetwork(server);
    const heads: number[] = [];
    const call = requestLogged(network, keptOnly);
    call.task.onHeadersReceived(({ statusCode }) => heads.push(statusCode));
    expect(await call.done).toMatchObject(nothing);
    expect(heads).toEqual([504]);
    expect(await requestLogged(network, { ...keptOnly, method: 'HEAD' }).done).toMatchObject(nothing);
    expect(server.accepted()).toBe(0);
  });

  it('is answered with 504 where the server would have to be asked about what is kept', async () => {
    const server = await counter({ 'cache-control': 'no-cache', etag: '"tag"' });
    const network = loopbackNetwork(server);
    await requestLogged(network, { url, enableCache: true }).done;
    expect(await requestLogged(network, keptOnly).done).toMatchObject(nothing);
    expect(server.requests).toHaveLength(1);
  });

  it('goes to the server with a call that changes something', async () => {
    const server = await counter({ 'cache-control': 'max-age=60' });
    const network = loopbackNetwork(server);
    const call = requestLogged(network, { ...keptOnly, method: 'POST', data: 'a=1' });
    expect(await call.done).toMatchObject({ statusCode: 200, data: 'answer 1' });
  });
});

describe('Rule 19: what the cache keeps is bounded by the host profile', () => {
  const KiB = 1024;
  const smallCache = { ...binance, limits: { ...binance.limits, cacheBytes: 100 * KiB } };

  it.each([
    ['bodies', 'x'.repeat(20 * KiB), ''],
    ['headers', '', 'x'.repeat(12 * KiB)],
  ])('%s of many paths: the oldest answers make place', async (_what, body, filler) => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'cache-control': 'max-age=60', 'x-filler': filler }).end(body);
    });
    const network = loopbackNetwork(server, { profile: smallCache });
    const ask = (path: string) => requestLogged(network, { url: url + path, enableCache: true }).done;
    const paths = Array.from({ length: 20 }, (_, i) => `/${i}`);
    for (const path of paths) await ask(path);
    expect(server.requests).toHaveLength(20);
    await ask('/19');
    expect(server.requests).toHaveLength(20);
    await ask('/0');
    expect(server.requests).toHaveLength(21);
  });
});

it('Rule 19: a header that is named like a prototype does no harm to a call that asks for the cache', async () => {
  const server = await counter({ 'cache-control': 'max-age=60' });
  const network = loopbackNetwork(server);
  for (const name of ['__proto__', '__PROTO__', 'constructor']) {
    const header = Object.fromEntries([[name, 'mine']]);
    const { errMsg } = await requestLogged(network, { url: `${url}/${name}`, enableCache: true, header })
      .done;
    expect(errMsg).toBe('request:ok');
    expect(server.requests.at(-1)?.rawHeaders).toContain(name);
  }
});
