import { createSecureServer } from 'node:http2';
import { createNetwork } from '@minigate/network';
import { createTestNetwork } from '@minigate/network/testing';
import { createConditions, createMocks, type MockAnswers } from '@minigate/runtime';
import { describe, expect, it, onTestFinished } from 'vitest';
import { acceleratedNetwork, acceleratedPolicy, candidates, origin } from '../support/accelerated-network.ts';
import type { VirtualClock } from '../../packages/network/src/testing/virtual-clock.ts';
import { requestLogged } from '../support/calls.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { listen } from '../support/listener.ts';
import { loopbackNetwork } from '../support/loopback-network.ts';
import { authority, serve } from '../support/servers.ts';
import { startSocketServer } from '../support/socket-server.ts';

const url = `${origin}/`;
const policy = acceleratedPolicy({ candidates: candidates('fast', 'slow') });

const serveNamed = (name: string) =>
  serve((_request, response) => void response.end(name), { names: [`${name}.example.test`] });

/** A call that ends by the clock alone, as one that a mock answers. */
async function settled({ done, events }: ReturnType<typeof requestLogged>, clock: VirtualClock) {
  while (events.length === 0) await clock.advance(1);
  return done;
}

describe('Rule 25: a call to an accelerated origin', () => {
  it('goes over HTTP/2 to a candidate that speaks it, also over a connection that was made ahead', async () => {
    const names = ['fast.example.test'];
    const server = createSecureServer({ ...(await authority.issue({ names })) }, (request, response) => {
      response.end(request.authority);
    });
    const listener = await listen(server, '127.0.0.1');
    onTestFinished(() => listener.close());
    const resolve = { 'fast.example.test': `127.0.0.1:${listener.port}` };
    const { network } = acceleratedNetwork([{ resolve }], policy);
    for (let n = 0; n < 2; n += 1) {
      const { data, profile } = await requestLogged(network, { url, enableHttp2: true }).done;
      expect({ data, protocol: profile?.protocol }).toEqual({ data: 'fast.example.test', protocol: 'h2' });
    }
    expect(listener.accepted()).toBe(1);
  });

  it('goes through the proxy of the host, which is asked for the candidate', async () => {
    const fast = await serve((_request, response) => void response.end('fast'), {
      names: ['fast.example.test'],
    });
    const proxy = await startConnectProxy({ leads: { 'fast.example.test': fast.port } });
    onTestFinished(() => proxy.close());
    const network = createNetwork({ policy, proxy: proxy.url, tls: { ca: authority.pem } });
    onTestFinished(() => network.close());
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'fast' });
    expect(proxy.requests[0]?.authority).toBe('fast.example.test:443');
  });

  it('blames no candidate for a proxy that does not answer', async () => {
    const proxy = await startConnectProxy();
    await proxy.close();
    const network = createNetwork({ policy, proxy: proxy.url });
    onTestFinished(() => network.close());
    const failed = { errMsg: 'request:fail -130:net::ERR_PROXY_CONNECTION_FAILED' };
    for (let n = 0; n < 4; n += 1) expect(await requestLogged(network, { url }).done).toMatchObject(failed);
    expect(network.acceleration?.candidates).toMatchObject([{ state: 'healthy' }, { state: 'healthy' }]);
  });

  it('tells its pieces as they come, with enableChunked', async () => {
    const fast = await serve((_request, response) => void response.end('fast'), {
      names: ['fast.example.test'],
    });
    const { network } = acceleratedNetwork([fast], policy);
    const call = requestLogged(network, { url, enableChunked: true });
    const pieces: string[] = [];
    call.task.onChunkReceived(({ data }) => pieces.push(Buffer.from(data).toString()));
    expect(await call.done).toMatchObject({ data: '' });
    expect(pieces.join('')).toBe('fast');
  });

  it('is answered in a test network by the candidate that the test names', async () => {
    const { network, server } = createTestNetwork({ policy });
    onTestFinished(() => network.close());
    server.answer('GET https://fast.example.test/', [{ fail: 'CONNECTION_REFUSED' }, { json: 'fast' }]);
    server.answer('GET https://slow.example.test/', { json: 'slow' });
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'slow' });
  });

  it.each([
    ['answers', (mocks: MockAnswers) => mocks.interpose],
    [
      'answers over a slow link',
      (mocks: MockAnswers): MockAnswers['interpose'] =>
        (inner, clock) =>
          createConditions().interpose(mocks.interpose(inner, clock), clock),
    ],
  ] as const)(
    'needs no server where a mock %s: none is chosen, and none is connected to',
    async (_how, by) => {
      const mocks = createMocks();
      mocks.set([
        {
          url: `${origin}/login`,
          status: 302,
          headers: { Location: 'https://fast.example.test/me' },
          body: '',
        },
        { url: `${origin}/*`, json: { name: 'Ada' } },
      ]);
      const servers = await Promise.all(['fast', 'slow'].map((name) => serveNamed(name)));
      const { network, clock, news } = acceleratedNetwork(servers, policy, { interpose: by(mocks) });
      for (const asked of [url, `${origin}/login`]) {
        const call = requestLogged(network, { url: asked, method: 'POST' });
        expect(await settled(call, clock)).toMatchObject({ statusCode: 200, data: { name: 'Ada' } });
      }
      expect(news).toEqual([]);
      expect(network.acceleration?.counts.calls).toBe(0);
      expect(servers.map((server) => server.accepted())).toEqual([0, 0]);
      mocks.set([]);
      expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'fast' });
    },
  );

  it('blames no candidate for what a mock breaks, and is not repeated', async () => {
    const mocks = createMocks();
    const { interpose } = mocks;
    const { network, clock, news } = acceleratedNetwork([await serveNamed('fast')], policy, { interpose });
    for (const fault of ['reset', 'refused', 'bad-certificate'] as const) {
      mocks.set([{ url: `${origin}/*`, fault }]);
      const call = requestLogged(network, { url });
      expect(await settled(call, clock)).toMatchObject({ errno: 600001 });
    }
    expect(news).toEqual([]);
  });

  it('and a socket goes to the origin itself', async () => {
    const www = await startSocketServer(() => {}, { names: ['www.example.test'], authority });
    onTestFinished(() => www.close());
    const network = loopbackNetwork([{ resolve: www.resolve, authority }], { policy });
    const opened = await new Promise((resolve, reject) => {
      const task = network.api.connectSocket({ url: 'wss://www.example.test/' });
      task.onOpen(() => resolve('open'));
      task.onError(({ errMsg }) => reject(new Error(errMsg)));
    });
    expect(opened).toBe('open');
    expect(network.acceleration?.counts.calls).toBe(0);
  });
});
