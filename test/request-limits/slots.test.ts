import type { Network } from '@minigate/network';
import { binance } from '@minigate/policy';
import { describe, expect, it } from 'vitest';
import { type CallLog, downloadLogged, requestLogged } from '../support/calls.ts';
import type { ReceivedRequest } from '../support/https-server.ts';
import { eventsOf, loopbackNetwork } from '../support/loopback-network.ts';
import { serve } from '../support/servers.ts';

const origin = 'https://api.example.test';

interface Held {
  request: ReceivedRequest;
  end(): void;
  reset(): void;
}

/** A body that is not what its head says, for `/coded`. */
function codingOf(path: string): Record<string, string> {
  return path === '/coded' ? { 'content-encoding': 'gzip' } : {};
}

/** A server that holds every answer back until the test lets it go, and counts how many it holds. */
async function holdingServer() {
  const held: Held[] = [];
  let arrived: () => void = () => {};
  const server = await serve((request, response, message) => {
    const leave = (finish: () => void) => () => {
      held.splice(held.indexOf(entry), 1);
      finish();
    };
    const entry: Held = {
      request,
      end: leave(
        () =>
          void response
            .writeHead(request.url.includes('500') ? 500 : 200, codingOf(request.url))
            .end('x'.repeat(64)),
      ),
      reset: leave(() => void message.socket.destroy()),
    };
    message.socket.once('close', () => {
      if (held.includes(entry)) held.splice(held.indexOf(entry), 1);
    });
    held.push(entry);
    arrived();
  });
  return {
    ...server,
    held,
    /** Waits until the request for this path is being held. */
    async holds(path: string): Promise<Held> {
      for (;;) {
        const entry = held.find(({ request }) => request.url === path);
        if (entry !== undefined) return entry;
        await new Promise<void>((resolve) => (arrived = resolve));
      }
    },
  };
}

/** Ten calls that hold every slot, requests and downloads in turn: `/slot-0` to `/slot-9`. */
function fill(network: Network): CallLog[] {
  return Array.from({ length: 10 }, (_, i) =>
    (i % 2 === 0 ? requestLogged : downloadLogged)(network, { url: `${origin}/slot-${i}` }),
  );
}

describe('Rule 10: at most ten of request and downloadFile together', () => {
  it('ten are on the wire, the others follow first come first served, as soon as one ends', async () => {
    const server = await holdingServer();
    const network = loopbackNetwork(server);
    const sent = eventsOf(network, 'send');
    const queued = eventsOf(network, 'queue');
    const calls = Array.from({ length: 30 }, (_, i) =>
      (i % 3 === 0 ? downloadLogged : requestLogged)(network, { url: `${origin}/${i}` }),
    );
    expect(sent).toHaveLength(10);
    expect(queued.map(({ waiting }) => waiting)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    await server.received(10);
    for (let next = 10; next < 30; next += 1) {
      expect(server.held).toHaveLength(10);
      // The slowest of the first ten never hold up a whole batch: any one that ends lets the next one go.
      server.held.at(next % 10)?.end();
      await server.holds(`/${next}`);
      expect(sent).toHaveLength(next + 1);
    }
    while (server.held.length > 0) server.held[0]?.end();
    await Promise.all(calls.map(({ done }) => done));
    expect(sent.map(({ url }) => url)).toEqual(calls.map((_, i) => `${origin}/${i}`));
  });

  it('a redirect keeps its slot', async () => {
    const server = await serve((request, response) => {
      if (request.url.startsWith('/start')) response.writeHead(302, { location: '/end' }).end();
      else response.end();
    });
    const network = loopbackNetwork(server);
    let together = 0;
    let most = 0;
    network.on('send', ({ hop }) => {
      if (hop === 0) together += 1;
      most = Math.max(most, together);
    });
    network.on('settle', () => (together -= 1));
    const calls = Array.from({ length: 25 }, (_, i) =>
      requestLogged(network, { url: `${origin}/start${i}` }),
    );
    await Promise.all(calls.map(({ done }) => done));
    expect(most).toBe(10);
    expect(server.requests).toHaveLength(50);
  });
});

describe('Rule 10: a slot is freed by every kind of ending', () => {
  type Server = Awaited<ReturnType<typeof holdingServer>>;
  const endings: [string, (server: Server, network: Network, calls: CallLog[]) => unknown][] = [
    ['an answer', async (server) => (await server.holds('/slot-4')).end()],
    ['a reset', async (server) => (await server.holds('/slot-4')).reset()],
    ['a reset of a download', async (server) => (await server.holds('/slot-5')).reset()],
  ];
  it.each(endings)('%s', async (_name, end) => {
    const server = await holdingServer();
    const network = loopbackNetwork(server);
    const calls = fill(network);
    requestLogged(network, { url: `${origin}/eleventh` });
    await server.received(10);
    await end(server, network, calls);
    expect((await server.holds('/eleventh')).request.method).toBe('GET');
  });

  const ways: [string, { timeout?: number; limit?: number; end?: 'abort' | 'answer' }][] = [
    ['status 500', { end: 'answer' }],
    ['abort', { end: 'abort' }],
    ['a timeout', { timeout: 50 }],
    ['an answer that is too large', { limit: 10, end: 'answer' }],
  ];
  it.each(ways)('%s', async (_name, { timeout, limit = 1000, end }) => {
    for (const make of [requestLogged, downloadLogged]) {
      const server = await holdingServer();
      const limits = { ...binance.limits, responseBytes: limit, downloadBytes: limit };
      const network = loopbackNetwork(server, { profile: { ...binance, limits } });
      for (let i = 0; i < 9; i += 1) requestLogged(network, { url: `${origin}/other-${i}` });
      const call = make(network, { url: `${origin}/500`, timeout });
      requestLogged(network, { url: `${origin}/next` });
      if (end === 'abort') call.task.abort();
      if (end === 'answer') (await server.holds('/500')).end();
      await call.done;
      expect((await server.holds('/next')).request.method).toBe('GET');
    }
  });

  it('a body that cannot be decoded, of a request and of a download', async () => {
    for (const make of [requestLogged, downloadLogged]) {
      const server = await holdingServer();
      const network = loopbackNetwork(server);
      for (let i = 0; i < 9; i += 1) requestLogged(network, { url: `${origin}/other-${i}` });
      const call = make(network, { url: `${origin}/coded` });
      requestLogged(network, { url: `${origin}/next` });
      (await server.holds('/coded')).end();
      expect((await call.done).errMsg).toMatch(/ERR_CONTENT_DECODING_FAILED$/);
      expect((await server.holds('/next')).request.method).toBe('GET');
    }
  });

  it('an interrupt', async () => {
    const server = await holdingServer();
    const profile = { ...binance, background: { ...binance.background, grace: 10 } };
    const network = loopbackNetwork(server, { profile });
    const calls = fill(network);
    const waiting = requestLogged(network, { url: `${origin}/waiting` });
    await server.received(10);
    network.enterBackground();
    for (const { done } of [...calls, waiting]) expect((await done).errno).toBe(600003);
    network.enterForeground();
    const sent = eventsOf(network, 'send');
    fill(network);
    expect(sent).toHaveLength(10);
    expect(server.requests.map(({ url }) => url)).not.toContain('/waiting');
  });

  it('a refusal takes none, and a waiting call that is aborted leaves its place', async () => {
    const server = await holdingServer();
    const network = loopbackNetwork(server);
    fill(network);
    const refused = requestLogged(network, { url: 'https://unlisted.example.test/' });
    expect(await refused.done).toMatchObject({ errno: 600002 });
    const waiting = requestLogged(network, { url: `${origin}/aborted` });
    requestLogged(network, { url: `${origin}/next` });
    waiting.task.abort();
    expect(await waiting.done).toMatchObject({ errMsg: 'request:fail abort' });
    (await server.holds('/slot-0')).end();
    await server.holds('/next');
    expect(server.requests.map(({ url }) => url)).not.toContain('/aborted');
  });
});

describe('Rule 10: pools and overflow are fields of the host profile', () => {
  it('the queue holds 1,000, then calls fail with errno 600007', async () => {
    const server = await holdingServer();
    const network = loopbackNetwork(server);
    fill(network);
    const waiting = Array.from({ length: 1000 }, () => requestLogged(network, { url: `${origin}/waits` }));
    for (const call of [requestLogged(network, { url: origin }), downloadLogged(network, { url: origin })]) {
      expect(await call.done).toMatchObject({
        errMsg: expect.stringMatching(/^(request|downloadFile):fail exceed max task count$/),
        errno: 600007,
      });
    }
    expect(waiting.flatMap(({ events }) => events)).toEqual([]);
  });

  it('overflow `fail` refuses the eleventh at once', async () => {
    const server = await holdingServer();
    const profile = { ...binance, slots: { ...binance.slots, overflow: 'fail' as const } };
    const network = loopbackNetwork(server, { profile });
    const calls = fill(network);
    expect(await requestLogged(network, { url: origin }).done).toMatchObject({ errno: 600007 });
    (await server.holds('/slot-3')).end();
    await calls[3]?.done;
    requestLogged(network, { url: `${origin}/well` });
    await server.holds('/well');
  });

  it('pools of their own give each API ten', async () => {
    const server = await holdingServer();
    const profile = { ...binance, slots: { ...binance.slots, layout: 'per-api' as const } };
    const network = loopbackNetwork(server, { profile });
    const sent = eventsOf(network, 'send');
    for (let i = 0; i < 12; i += 1) requestLogged(network, { url: `${origin}/request-${i}` });
    for (let i = 0; i < 12; i += 1) downloadLogged(network, { url: `${origin}/download-${i}` });
    expect(sent).toHaveLength(20);
    await server.received(20);
  });
});
