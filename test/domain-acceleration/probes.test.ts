import { describe, expect, it } from 'vitest';
import {
  acceleratedNetwork,
  acceleratedPolicy,
  candidates,
  origin,
  told,
} from '../support/accelerated-network.ts';
import { requestLogged } from '../support/calls.ts';
import { silentTls } from '../support/fault.ts';
import { eventsOf } from '../support/loopback-network.ts';
import { authority, misbehave, serve } from '../support/servers.ts';

const url = `${origin}/`;
const policy = acceleratedPolicy({ candidates: candidates('fast', 'slow'), probePath: '/health?deep=1' });

const good = (name: string) =>
  serve((_request, response) => void response.end(name), { names: [`${name}.example.test`] });

describe('Rule 25: candidates are probed beside the calls of the program', () => {
  it('by a connection each before the first call, which is kept for it', async () => {
    const servers = [await good('fast'), await good('slow')];
    const { network, clock, news } = acceleratedNetwork(servers, policy, { probes: true });
    const calls = eventsOf(network, 'call');
    await clock.advance(0);
    for (const name of ['fast', 'slow']) {
      const candidate = `https://${name}.example.test`;
      const measured = await told(
        network,
        news,
        (one) => one.kind === 'measurement' && one.candidate === candidate,
      );
      expect(measured).toMatchObject({
        id: 0,
        source: 'probe',
        connect: expect.any(Number),
        network: 'wifi',
      });
      expect(measured).not.toHaveProperty('firstByte');
    }
    expect(servers.map((server) => server.requests.length)).toEqual([0, 0]);
    expect(calls).toEqual([]);
    expect(network.acceleration).toMatchObject({
      origin,
      network: 'wifi',
      panic: false,
      candidates: [
        { state: 'healthy', connect: expect.any(Number), firstByte: undefined },
        { state: 'healthy', connect: expect.any(Number), firstByte: undefined },
      ],
      counts: { calls: 0, probes: { connection: 2, request: 0 } },
    });
    const { profile } = await requestLogged(network, { url }).done;
    expect(profile).toMatchObject({ socketReused: true });
    expect(servers.map((server) => server.accepted())).toEqual([1, 1]);
  });

  it('and asks for the head of the probe path to bring back one that gave no answers', async () => {
    let ill = true;
    const fast = await serve(
      (_request, response) => void response.writeHead(ill ? 503 : 200).end(ill ? 'ill' : 'fast'),
      { names: ['fast.example.test'] },
    );
    const slow = await good('slow');
    const { network, clock, news } = acceleratedNetwork([fast, slow], policy, { probes: true });
    for (let n = 0; n < 3; n += 1) await requestLogged(network, { url, method: 'POST' }).done;
    expect(network.acceleration?.candidates[0]).toMatchObject({
      state: 'ejected',
      ejection: { why: expect.stringMatching(/unavailable|failure share/) },
    });
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'slow' });
    ill = false;
    await clock.advance(15_000);
    await told(network, news, ({ kind }) => kind === 'return');
    const head = fast.requests.find(({ method }) => method === 'HEAD');
    expect(head).toMatchObject({ url: '/health?deep=1', headers: { referer: 'https://www.binance.com' } });
    expect(network.acceleration?.candidates[0]).toMatchObject({ state: 'healthy' });
  });

  it('takes no slot of the program, and shows no call', async () => {
    const silent = await misbehave(silentTls(), { names: ['fast.example.test'] });
    const slow = await serve(() => {}, { names: ['slow.example.test'] });
    const { network, clock, news } = acceleratedNetwork([silent, slow], policy, { probes: true });
    const queued = eventsOf(network, 'queue');
    await clock.advance(0);
    await told(network, news, ({ kind }) => kind === 'probe');
    await silent.connected(1);
    const calls = Array.from({ length: 10 }, () => requestLogged(network, { url }));
    expect(queued).toEqual([]);
    for (const { task } of calls) task.abort();
    await Promise.all(calls.map(({ done }) => done));
  });

  it('finds out that a certificate is bad before any call does', async () => {
    const certificate = await authority.issue({ names: ['other.example.test'] });
    const fast = await serve((_request, response) => void response.end('fast'), {
      names: ['fast.example.test'],
      certificate,
    });
    const slow = await good('slow');
    const { network, clock, news } = acceleratedNetwork([fast, slow], policy, { probes: true });
    await clock.advance(0);
    const ejection = await told(network, news, ({ kind }) => kind === 'ejection');
    expect(ejection).toMatchObject({
      id: 0,
      candidate: 'https://fast.example.test',
      why: 'certificate',
      error: { code: 'CERTIFICATE_NAME_INVALID', fix: expect.any(String) },
    });
    expect(await requestLogged(network, { url, method: 'POST' }).done).toMatchObject({ data: 'slow' });
    expect(fast.requests).toEqual([]);
  });

  it('is bounded: sixteen connections before there are calls, and for each call a twentieth more', async () => {
    const servers = [await good('fast'), await good('slow')];
    const quick = acceleratedPolicy({ candidates: candidates('fast', 'slow'), timeToLive: 10_000 });
    const { network, clock } = acceleratedNetwork(servers, quick, { probes: true });
    for (let minute = 0; minute < 60; minute += 1) await clock.advance(60_000);
    const { probes } = network.acceleration?.counts ?? { probes: { connection: 0, request: 0 } };
    expect(probes.connection).toBeLessThanOrEqual(16);
    expect(probes.connection).toBeGreaterThan(2);
    expect(probes.request).toBe(0);
    for (let n = 0; n < 20; n += 1) await requestLogged(network, { url }).done;
    for (let minute = 0; minute < 60; minute += 1) await clock.advance(60_000);
    const after = network.acceleration?.counts.probes;
    expect(after?.connection).toBeLessThanOrEqual(17);
  });

  it('gives up a connection that takes too long', async () => {
    const silent = await misbehave(silentTls(), { names: ['fast.example.test'] });
    const { network, clock, news } = acceleratedNetwork([silent, await good('slow')], policy, {
      probes: true,
    });
    await clock.advance(0);
    await silent.connected(1);
    await clock.advance(3001);
    const failure = await told(network, news, ({ kind }) => kind === 'failure');
    expect(failure).toMatchObject({ candidate: 'https://fast.example.test', source: 'probe', why: 'silent' });
    await silent.disconnected();
  });

  it.each([
    ['an answer that is too long', ['HTTP/1.1 200 OK\r\n', `X-Filler: ${'x'.repeat(1000)}\r\n`]],
    ['answers before the answer that do not end', ['', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(40)]],
  ] as const)('and %s', async (_what, [begin, again]) => {
    const fast = await serve(
      (request, response, { socket }) => {
        if (request.method !== 'HEAD') {
          response.writeHead(503).end();
          return;
        }
        const pour = () => {
          while (!socket.destroyed && socket.write(again)) continue;
        };
        socket.write(begin);
        socket.on('drain', pour);
        pour();
      },
      { names: ['fast.example.test'] },
    );
    const { network, clock, news } = acceleratedNetwork([fast, await good('slow')], policy, { probes: true });
    for (let n = 0; n < 3; n += 1) await requestLogged(network, { url, method: 'POST' }).done;
    // The clock stands still once the server is asked: its time is not to be what ends the probe.
    const asked = () => news.some((one) => one.kind === 'probe' && one.probe === 'request');
    for (let moment = 0; moment < 60_000 && !asked(); moment += 100) await clock.advance(100);
    const failure = await told(network, news, (one) => one.kind === 'failure' && one.source === 'probe');
    expect(failure).toMatchObject({ error: { code: 'RESPONSE_HEADERS_TOO_LARGE' } });
    expect(network.acceleration?.candidates[0]).toMatchObject({ state: 'ejected' });
  });
});

describe('Rule 25: the rules of the background hold for probes', () => {
  it.each([
    ['in the background', (network: { enterBackground(): void }) => network.enterBackground()],
    [
      'without a connection',
      (network: { setConnection(c: { type: 'none' }): void }) => network.setConnection({ type: 'none' }),
    ],
    ['when its network is closed', (network: { close(): Promise<void> }) => network.close()],
  ])('none begins %s, and those under way end', async (_when, stop) => {
    const silent = await misbehave(silentTls(), { names: ['fast.example.test'] });
    const slow = await good('slow');
    const { network, clock, news } = acceleratedNetwork([silent, slow], policy, { probes: true });
    await clock.advance(0);
    await silent.connected(1);
    await told(network, news, ({ kind }) => kind === 'measurement');
    await stop(network);
    await silent.disconnected();
    const { length } = news;
    await clock.advance(600_000);
    expect(news.slice(length)).toEqual([]);
    expect(silent.accepted()).toBe(1);
  });

  it('and they go on when the program is shown again', async () => {
    const servers = [await good('fast'), await good('slow')];
    const { network, clock, news } = acceleratedNetwork(servers, policy, { probes: true });
    network.enterBackground();
    await clock.advance(60_000);
    expect(news).toEqual([]);
    network.enterForeground();
    await clock.advance(0);
    await told(network, news, ({ kind }) => kind === 'measurement');
  });

  it('and when there is a connection again', async () => {
    const servers = [await good('fast'), await good('slow')];
    const { network, clock, news } = acceleratedNetwork(servers, policy, { probes: true });
    network.setConnection({ type: 'none' });
    await clock.advance(60_000);
    expect(news).toEqual([]);
    network.setConnection({ type: '4g' });
    await clock.advance(0);
    expect(await told(network, news, ({ kind }) => kind === 'measurement')).toMatchObject({ network: '4g' });
  });
});
