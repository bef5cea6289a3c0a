import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  acceleratedNetwork,
  acceleratedPolicy,
  candidates,
  origin,
  told,
} from '../support/accelerated-network.ts';
import { callbackNames, downloadLogged, requestLogged } from '../support/calls.ts';
import {
  type Fault,
  resetAfterHeaders,
  resetBeforeHeaders,
  resetInHeaders,
  silentTls,
} from '../support/fault.ts';
import type { Handler } from '../support/https-server.ts';
import { authority, misbehave, serve } from '../support/servers.ts';
import { listen } from '../support/listener.ts';
import type { ServerResponse } from 'node:http';
import { createServer, type Socket } from 'node:net';

const url = `${origin}/`;
const policy = acceleratedPolicy({ candidates: candidates('fast', 'slow') });

/** A server that says who it is. */
const good = (name: string, handler?: Handler) =>
  serve(handler ?? ((_request, response) => void response.end(name)), { names: [`${name}.example.test`] });
/** One that takes every request and never answers. */
const silent = (name: string) => good(name, () => {});
const bad = (name: string, fault: Fault) => misbehave(fault, { names: [`${name}.example.test`] });

/** A server that ends its connection with each answer. */
const leaving = () =>
  good('fast', (_request, response) => void response.setHeader('Connection', 'close').end('fast'));

/** A server whose answer waits for the test: `asked` resolves with the response when it is asked. */
async function held(name: string) {
  let resolve: (response: ServerResponse) => void = () => {};
  const asked = new Promise<ServerResponse>((settle) => (resolve = settle));
  const server = await good(name, (_request, response) => resolve(response));
  return { ...server, asked };
}

/** A name behind which nothing listens. */
async function nobody(name: string) {
  const listener = await listen(createServer(), '127.0.0.1');
  await listener.close();
  return { resolve: { [`${name}.example.test`]: `127.0.0.1:${listener.port}` } };
}

describe('Rule 25: a call goes to another candidate where no byte of it was sent', () => {
  it.each(['GET', 'POST', 'PUT'] as const)('%s, where nothing listens', async (method) => {
    const slow = await good('slow');
    const { network, news } = acceleratedNetwork([await nobody('fast'), slow], policy);
    const call = requestLogged(network, { url, method, data: 'a=1' });
    expect(await call.done).toMatchObject({ statusCode: 200, data: 'slow' });
    expect(slow.requests).toHaveLength(1);
    expect(news).toContainEqual(
      expect.objectContaining({
        kind: 'failure',
        candidate: 'https://fast.example.test',
        why: 'unreachable',
      }),
    );
  });

  it('where the name leads to an address that is not globally routable, which is not dialled', async () => {
    const slow = await good('slow');
    const hidden = { resolve: { 'fast.example.test': '10.255.255.1' } };
    const { network, news } = acceleratedNetwork([hidden, slow], policy);
    expect(await requestLogged(network, { url, method: 'POST' }).done).toMatchObject({ data: 'slow' });
    expect(news.find(({ kind }) => kind === 'failure')).toMatchObject({ error: { code: 'ADDRESS_REFUSED' } });
  });

  it('from one to the next, as long as there is one', async () => {
    const third = await good('third');
    const servers = [await nobody('fast'), await nobody('slow'), third];
    const three = acceleratedPolicy({ candidates: candidates('fast', 'slow', 'third') });
    const { network } = acceleratedNetwork(servers, three);
    expect(await requestLogged(network, { url, method: 'POST' }).done).toMatchObject({ data: 'third' });
  });

  it('where the first connection does not come about in time, and sends nothing over it later', async () => {
    const late = await bad('fast', silentTls());
    const slow = await good('slow');
    const { network, clock, news } = acceleratedNetwork([late, slow], policy);
    const call = requestLogged(network, { url, method: 'POST' });
    await late.connected(1);
    await clock.advance(250);
    expect(await call.done).toMatchObject({ data: 'slow' });
    await late.disconnected();
    expect(news.filter(({ kind }) => kind === 'attempt')).toEqual([
      expect.objectContaining({ candidate: 'https://slow.example.test', why: 'connected-first' }),
    ]);
  });

  it.each(['GET', 'POST', 'PUT'] as const)('%s, where the server that was in use is gone', async (method) => {
    const fast = await leaving();
    const slow = await good('slow');
    const { network, news } = acceleratedNetwork([fast, slow], policy);
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'fast' });
    await fast.close();
    expect(await requestLogged(network, { url, method }).done).toMatchObject({ data: 'slow' });
    expect(news.filter(({ kind }) => kind === 'choice').at(-1)).toMatchObject({ reason: 'kept' });
    expect(news.find(({ kind }) => kind === 'failure')).toMatchObject({ why: 'unreachable' });
  });

  it('and may be repeated once after that, if it is idempotent', async () => {
    const fast = await leaving();
    const third = await good('third');
    const three = acceleratedPolicy({ candidates: candidates('fast', 'slow', 'third') });
    const servers = [fast, await bad('slow', resetBeforeHeaders()), third];
    const { network } = acceleratedNetwork(servers, three);
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'fast' });
    await fast.close();
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'third' });
    expect(third.requests).toHaveLength(1);
  });

  it('of an upload as well', async () => {
    const slow = await good('slow');
    const { network } = acceleratedNetwork([await nobody('fast'), slow], policy);
    const data = new Uint8Array(1_000_000).fill(7);
    const call = requestLogged(network, { url, method: 'POST', data: data.buffer });
    expect(await call.done).toMatchObject({ data: 'slow' });
    expect(slow.requests[0]?.body.byteLength).toBe(1_000_000);
  });
});

describe('Rule 25: a call that was sent goes to another candidate once, if it is idempotent', () => {
  it.each(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'] as const)('%s', async (method) => {
    const slow = await good('slow');
    const { network } = acceleratedNetwork([await bad('fast', resetBeforeHeaders()), slow], policy);
    expect(await requestLogged(network, { url, method }).done).toMatchObject({ statusCode: 200 });
    expect(slow.requests.map((request) => request.method)).toEqual([method]);
    expect(network.acceleration?.counts).toMatchObject({ calls: 1, repeats: 1, hedges: 0 });
  });

  it('POST is not repeated', async () => {
    const slow = await good('slow');
    const { network } = acceleratedNetwork([await bad('fast', resetBeforeHeaders()), slow], policy);
    const call = requestLogged(network, { url, method: 'POST' });
    expect(await call.done).toMatchObject({ errMsg: 'request:fail -101:net::ERR_CONNECTION_RESET' });
    expect(slow.requests).toHaveLength(0);
  });

  it('and never a second time', async () => {
    const servers = [await bad('fast', resetBeforeHeaders()), await bad('slow', resetBeforeHeaders())];
    const third = await good('third');
    const three = acceleratedPolicy({ candidates: candidates('fast', 'slow', 'third') });
    const { network } = acceleratedNetwork([...servers, third], three);
    const call = requestLogged(network, { url });
    expect(await call.done).toMatchObject({ errMsg: 'request:fail -101:net::ERR_CONNECTION_RESET' });
    expect(third.requests).toHaveLength(0);
  });

  it('nor to the same server once another one was asked as well', async () => {
    let hangUp = () => Promise.resolve();
    const fast = await good('fast', (_request, response, { socket }) => {
      if (fast.requests.length === 1) response.end('fast');
      hangUp = () =>
        new Promise((resolve) => {
          socket.once('close', () => resolve());
          socket.destroy();
        });
    });
    const slow = await held('slow');
    const other = await good('other');
    const { network, clock } = acceleratedNetwork([fast, slow, other], {
      ...policy,
      serverDomains: [origin, 'https://other.example.test'],
    });
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'fast' });
    const call = requestLogged(network, { url });
    await fast.received(2);
    while (network.acceleration?.counts.hedges === 0) await clock.advance(100);
    const response = await slow.asked;
    await hangUp();
    // As long as a whole call takes, a second request would be on its way.
    await requestLogged(network, { url: 'https://other.example.test/' }).done;
    response.end('slow');
    expect(await call.done).toMatchObject({ data: 'slow' });
    expect([fast.requests.length, fast.accepted(), slow.requests.length]).toEqual([2, 1, 1]);
  });

  it.each([
    ['in the middle of its headers', resetInHeaders()],
    ['after its headers', resetAfterHeaders()],
  ])('not once its answer has begun: %s', async (_where, fault) => {
    const slow = await good('slow');
    const { network } = acceleratedNetwork([await bad('fast', fault), slow], policy);
    const call = requestLogged(network, { url });
    expect(await call.done).toMatchObject({ errno: 600001 });
    expect(callbackNames(call)).toEqual(['fail', 'complete']);
    expect(slow.requests).toHaveLength(0);
  });

  it('nor where the server says that it cannot serve: that is an answer, and speaks against it', async () => {
    const fast = await good('fast', (_request, response) => void response.writeHead(503).end('later'));
    const slow = await good('slow');
    const { network, news } = acceleratedNetwork([fast, slow], policy);
    expect(await requestLogged(network, { url }).done).toMatchObject({ statusCode: 503, data: 'later' });
    expect(slow.requests).toHaveLength(0);
    expect(news).toContainEqual(expect.objectContaining({ kind: 'failure', why: 'unavailable' }));
  });
});

describe('Rule 25: where a server ends a kept connection before an answer, the one repetition', () => {
  // Moments of the connections pass only as the test says.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] });
    vi.advanceTimersByTime(1000);
  });
  afterEach(() => void vi.useRealTimers());

  /** A server that ends the connections of these requests, by their number. */
  async function ending(name: string, ...numbers: number[]) {
    const server = await good(name, (_request, response, { socket }) => {
      if (numbers.includes(server.requests.length)) socket.destroy();
      else response.end(name);
    });
    return server;
  }

  it('goes to another candidate at once, if the connection had just been in use', async () => {
    const [fast, slow] = [await ending('fast', 2, 3), await good('slow')];
    const { network, news } = acceleratedNetwork([fast, slow], policy);
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'fast' });
    vi.advanceTimersByTime(1999);
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'slow' });
    expect([fast.requests.length, slow.requests.length]).toEqual([2, 1]);
    expect(news.find(({ kind }) => kind === 'failure')).toMatchObject({ why: 'broken', source: 'call' });
    expect(network.acceleration?.counts).toMatchObject({ calls: 2, repeats: 1, hedges: 0 });
  });

  it('goes to the same one, which is not blamed, if the connection had waited for long', async () => {
    const [fast, slow] = [await ending('fast', 2), await good('slow')];
    const { network, news } = acceleratedNetwork([fast, slow], policy);
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'fast' });
    vi.advanceTimersByTime(2000);
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'fast' });
    expect([fast.requests.length, fast.accepted(), slow.requests.length]).toEqual([3, 2, 0]);
    expect(news.filter(({ kind }) => kind === 'failure')).toEqual([]);
  });

  it('is the only one, also where it went to the same one', async () => {
    const [fast, slow] = [await ending('fast', 2, 3), await good('slow')];
    const { network } = acceleratedNetwork([fast, slow], policy);
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'fast' });
    vi.advanceTimersByTime(2000);
    expect(await requestLogged(network, { url }).done).toMatchObject({ errno: 600001 });
    expect([fast.requests.length, slow.requests.length]).toEqual([3, 0]);
  });

  it('goes to the same one, if there is no other', async () => {
    const www = await ending('www', 2);
    const { network } = acceleratedNetwork([www], acceleratedPolicy({ candidates: [{ origin }] }));
    for (let n = 0; n < 2; n += 1) {
      expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'www' });
    }
    expect(www.requests).toHaveLength(3);
  });

  it('is not made of a POST', async () => {
    const [fast, slow] = [await ending('fast', 2), await good('slow')];
    const { network } = acceleratedNetwork([fast, slow], policy);
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'fast' });
    expect(await requestLogged(network, { url, method: 'POST' }).done).toMatchObject({ errno: 600001 });
    expect([fast.requests.length, slow.requests.length]).toEqual([2, 0]);
  });
});

describe('Rule 25: a call that is late goes to a second candidate as well, where that does no harm', () => {
  it('and the first answer counts; the other attempt is given up', async () => {
    const late = await silent('fast');
    const slow = await good('slow');
    const { network, clock, news } = acceleratedNetwork([late, slow], policy);
    const call = requestLogged(network, { url });
    await told(network, news, ({ kind }) => kind === 'attempt');
    await late.received(1);
    await clock.advance(1000);
    expect(await call.done).toMatchObject({ data: 'slow' });
    await late.disconnected();
    expect(network.acceleration?.counts).toMatchObject({ calls: 1, repeats: 0, hedges: 1 });
  });

  it('also the answer of the first one, if it comes first', async () => {
    const fast = await held('fast');
    const late = await silent('slow');
    const { network, clock } = acceleratedNetwork([fast, late], policy);
    const call = requestLogged(network, { url });
    const response = await fast.asked;
    await clock.advance(1000);
    await late.received(1);
    response.end('fast');
    expect(await call.done).toMatchObject({ data: 'fast' });
    expect(callbackNames(call)).toEqual(['success', 'complete']);
    await late.disconnected();
  });

  it.each(['POST', 'PUT', 'DELETE'] as const)('%s waits', async (method) => {
    const late = await silent('fast');
    const slow = await good('slow');
    const { network, clock, news } = acceleratedNetwork([late, slow], policy);
    const call = requestLogged(network, { url, method, timeout: 20_000 });
    await told(network, news, ({ kind }) => kind === 'attempt');
    await late.received(1);
    await clock.advance(20_000);
    expect(await call.done).toMatchObject({ errMsg: 'request:fail timeout' });
    expect([slow.accepted(), slow.requests.length]).toEqual([0, 0]);
    expect(news.filter(({ kind }) => kind === 'attempt')).toHaveLength(1);
  });

  it('not after it was repeated', async () => {
    const [slow, third] = [await silent('slow'), await good('third')];
    const three = acceleratedPolicy({ candidates: candidates('fast', 'slow', 'third') });
    const servers = [await bad('fast', resetBeforeHeaders()), slow, third];
    const { network, clock } = acceleratedNetwork(servers, three);
    const call = requestLogged(network, { url, timeout: 20_000 });
    await slow.received(1);
    await clock.advance(20_000);
    expect(await call.done).toMatchObject({ errMsg: 'request:fail timeout' });
    expect(third.requests).toHaveLength(0);
    expect(network.acceleration?.counts).toMatchObject({ repeats: 1, hedges: 0 });
  });

  it('and is not repeated after that, where both break', async () => {
    const sockets: Socket[] = [];
    const breaking = (name: string) =>
      good(name, (_request, _response, { socket }) => void sockets.push(socket));
    const [fast, slow, third] = [await breaking('fast'), await breaking('slow'), await good('third')];
    const three = acceleratedPolicy({ candidates: candidates('fast', 'slow', 'third') });
    const { network, clock, news } = acceleratedNetwork([fast, slow, third], three);
    const call = requestLogged(network, { url });
    await told(network, news, ({ kind }) => kind === 'attempt');
    await fast.received(1);
    await clock.advance(1000);
    await slow.received(1);
    for (const socket of sockets) socket.destroy();
    expect(await call.done).toMatchObject({ errno: 600001 });
    expect([fast.requests.length, slow.requests.length, third.requests.length]).toEqual([1, 1, 0]);
  });

  it('only as often as there is something saved up for it', async () => {
    const [fast, slow] = [await silent('fast'), await silent('slow')];
    const { network, clock } = acceleratedNetwork([fast, slow], policy);
    const calls = Array.from({ length: 8 }, () => requestLogged(network, { url, timeout: 10_000 }));
    await fast.received(8);
    await clock.advance(1000);
    await slow.received(4);
    await clock.advance(9000);
    for (const call of calls) expect(await call.done).toMatchObject({ errMsg: 'request:fail timeout' });
    expect([fast.requests.length, slow.requests.length]).toEqual([8, 4]);
    expect(network.acceleration?.counts).toMatchObject({ calls: 8, hedges: 4 });
  });
});

describe('Rule 25: all of it takes no longer than the call may take', () => {
  it('and ends all attempts with it', async () => {
    const servers = [await silent('fast'), await silent('slow')];
    const { network, clock } = acceleratedNetwork(servers, policy);
    const call = requestLogged(network, { url, timeout: 3000 });
    await servers[0]?.received(1);
    await clock.advance(1000);
    await servers[1]?.received(1);
    await clock.advance(1999);
    expect(call.events).toEqual([]);
    await clock.advance(1);
    expect(await call.done).toMatchObject({ errMsg: 'request:fail timeout', errno: 5 });
    for (const server of servers) await server.disconnected();
  });

  it.each([
    ['aborted', ({ task }: ReturnType<typeof requestLogged>) => task.abort(), 'request:fail abort'],
    [
      'interrupted',
      (
        _call: unknown,
        clock: { advance(ms: number): Promise<void> },
        network: { enterBackground(): void },
      ) => {
        network.enterBackground();
        return clock.advance(5000);
      },
      'request:fail interrupted',
    ],
    [
      'closed with its network',
      (_call: unknown, _clock: unknown, network: { close(): Promise<void> }) => network.close(),
      'request:fail interrupted',
    ],
  ])('nor with a call that is %s', async (_how, end, errMsg) => {
    const servers = [await silent('fast'), await silent('slow')];
    const { network, clock } = acceleratedNetwork(servers, policy);
    const call = requestLogged(network, { url });
    await servers[0]?.received(1);
    await clock.advance(1000);
    await servers[1]?.received(1);
    await end(call, clock, network);
    expect(await call.done).toMatchObject({ errMsg });
    for (const server of servers) await server.disconnected();
  });

  it('nor while connections are made beside each other', async () => {
    const servers = [await bad('fast', silentTls()), await bad('slow', silentTls())];
    const { network, clock } = acceleratedNetwork(servers, policy);
    const call = requestLogged(network, { url });
    await servers[0]?.connected(1);
    await clock.advance(250);
    await servers[1]?.connected(1);
    call.task.abort();
    expect(await call.done).toMatchObject({ errMsg: 'request:fail abort' });
    for (const server of servers) await server.disconnected();
  });
});

describe('Rule 25: if all candidates are down, the origin is called', () => {
  it('also for what cannot be repeated, where none could be reached', async () => {
    const www = await good('www');
    const { network, news } = acceleratedNetwork([await nobody('fast'), await nobody('slow'), www], policy);
    for (let n = 0; n < 4; n += 1) {
      expect(await requestLogged(network, { url, method: 'POST' }).done).toMatchObject({ data: 'www' });
    }
    expect(www.requests[0]?.headers.host).toBe('www.example.test');
    expect(network.acceleration).toMatchObject({ panic: true, counts: { fallbacks: 4, panics: 1 } });
    expect(news).toContainEqual(expect.objectContaining({ kind: 'panic', on: true }));
    expect(news.filter(({ kind }) => kind === 'choice').at(-1)).toMatchObject({
      candidate: origin,
      reason: 'fallback',
    });
  });

  it('and its error is the one that the program gets where it is down too', async () => {
    const { network } = acceleratedNetwork(
      [await nobody('fast'), await nobody('slow'), await nobody('www')],
      policy,
    );
    const call = requestLogged(network, { url });
    expect(await call.done).toMatchObject({ errMsg: 'request:fail -102:net::ERR_CONNECTION_REFUSED' });
  });
});

describe('Rule 25: a candidate with a bad certificate is ejected and reported, never trusted', () => {
  it.each([
    ['for another name', { names: ['other.example.test'] }, 'CERTIFICATE_NAME_INVALID'],
    ['for the origin', { names: ['www.example.test'] }, 'CERTIFICATE_NAME_INVALID'],
    [
      'expired',
      { names: ['fast.example.test'], notAfter: new Date(Date.now() - 60_000) },
      'CERTIFICATE_DATE_INVALID',
    ],
    ['of nobody', { names: ['fast.example.test'], selfSigned: true }, 'CERTIFICATE_AUTHORITY_INVALID'],
  ])('%s', async (_what, request, code) => {
    const certificate = await authority.issue(request);
    const fast = await serve((_request, response) => void response.end('fast'), {
      names: ['fast.example.test'],
      certificate,
    });
    const slow = await good('slow');
    const { network, news } = acceleratedNetwork([fast, slow], policy, { debugging: true });
    for (let n = 0; n < 3; n += 1) {
      expect(await requestLogged(network, { url, method: 'POST', data: 'secret' }).done).toMatchObject({
        data: 'slow',
      });
    }
    expect([fast.requests.length, fast.accepted()]).toEqual([0, 1]);
    expect(news).toContainEqual(
      expect.objectContaining({
        kind: 'ejection',
        candidate: 'https://fast.example.test',
        why: 'certificate',
        error: expect.objectContaining({ code }),
      }),
    );
    expect(network.acceleration?.candidates[0]).toMatchObject({
      state: 'ejected',
      ejection: { why: 'certificate' },
    });
    expect(network.acceleration?.counts.ejections).toMatchObject({ certificate: 1 });
  });
});

describe('Rule 25: a download is written once', () => {
  it('where the first candidate fails before its answer', async () => {
    const slow = await good('slow');
    const { network } = acceleratedNetwork([await bad('fast', resetBeforeHeaders()), slow], policy);
    const { tempFilePath = '' } = await downloadLogged(network, { url }).done;
    expect(readFileSync(tempFilePath, 'utf8')).toBe('slow');
  });

  it('where two candidates were asked, and the second one answers while the first one is written', async () => {
    const [fast, slow] = [await held('fast'), await held('slow')];
    const { network, clock } = acceleratedNetwork([fast, slow], policy);
    const call = downloadLogged(network, { url });
    const first = await fast.asked;
    await clock.advance(1000);
    const second = await slow.asked;
    const headed = new Promise((resolve) => call.task.onHeadersReceived(resolve));
    first.writeHead(200, { 'Content-Length': '8' }).write('fast');
    await headed;
    second.end('slow');
    first.end('fast');
    const { tempFilePath = '' } = await call.done;
    expect(readFileSync(tempFilePath, 'utf8')).toBe('fastfast');
    expect(callbackNames(call)).toEqual(['success', 'complete']);
  });

  it('and not at all where it breaks off', async () => {
    const slow = await good('slow');
    const { network } = acceleratedNetwork([await bad('fast', resetAfterHeaders()), slow], policy);
    const call = downloadLogged(network, { url });
    expect(await call.done).toMatchObject({ errno: 600001 });
    expect(slow.requests).toHaveLength(0);
  });
});
