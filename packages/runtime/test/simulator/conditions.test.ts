import { writeFile } from 'node:fs/promises';
import { createNetwork, type RequestOptions, type WireTiming } from '@minigate/network';
import { createTestNetwork, type TestNetworkOptions } from '@minigate/network/testing';
import { createConditions, type LinkConditions, linkFault, linkPresets } from '@minigate/runtime';
import { describe, expect, it, onTestFinished } from 'vitest';
import { requestLogged, uploadLogged } from '../../../../test/support/calls.ts';
import { authority, serve } from '../../../../test/support/servers.ts';
import { startSocketServer } from '../../../../test/support/socket-server.ts';

const url = 'https://api.example.test/';
const policy = {
  appId: 'demo',
  version: 1,
  serverDomains: {
    request: [url.slice(0, -1)],
    uploadFile: [url.slice(0, -1)],
    connectSocket: ['wss://live.example.test'],
  },
};

const textOf = (data: string | ArrayBuffer) => (typeof data === 'string' ? data : 'bytes');

/** A network whose link, servers and time are the test's. */
function device(
  given: Partial<LinkConditions> = {},
  more: Partial<TestNetworkOptions> = {},
  luck?: () => number,
) {
  const conditions = createConditions(luck === undefined ? {} : { luck });
  conditions.set({ ...linkPresets.none, ...given });
  const parts = createTestNetwork({ policy, time: 'standing', interpose: conditions.interpose, ...more });
  onTestFinished(() => parts.network.close());
  const timings: WireTiming[] = [];
  parts.network.on('hop', ({ timing }) => timings.push(timing));
  const begin = parts.clock.now();
  /** Makes a call, and says after how many milliseconds it had ended. */
  const call = async (options: Partial<RequestOptions> = {}) => {
    const { done } = requestLogged(parts.network, { url, ...options });
    let ended = false;
    const over = done.then((result) => {
      ended = true;
      return result;
    });
    const start = parts.clock.now();
    while (!ended && parts.clock.now() - start < 120_000) await parts.clock.advance(10);
    return { after: parts.clock.now() - start, result: await over };
  };
  return { ...parts, conditions, timings, begin, call };
}

const marks = ({ requestStart, requestEnd, responseStart, responseEnd }: WireTiming, begin: number) =>
  [requestStart, requestEnd, responseStart, responseEnd].map((at) => (at === 0 ? 0 : at - begin));

describe('a link', () => {
  it('adds nothing until it is told to', async () => {
    const { server, call, conditions } = device();
    server.answer(`GET ${url}`, { body: ['a', 'b'] });
    expect(conditions.current).toEqual(linkPresets.none);
    expect(await call()).toMatchObject({ after: 10, result: { data: 'ab' } });
  });

  it('lets an answer come no sooner than its latency', async () => {
    const { server, call, timings, begin } = device({ latency: 400 });
    server.answer(`GET ${url}`, { body: 'x', delay: 150 });
    const { after, result } = await call();
    expect([after, result.data]).toEqual([400, 'x']);
    expect(timings.map((timing) => marks(timing, begin))).toEqual([[0, 0, 400, 400]]);
    server.answer(`GET ${url}`, { body: 'x', delay: 900 });
    expect((await call()).after).toBe(900);
  });

  it('lets bytes come as fast as it is, and shares that among calls', async () => {
    const { server, clock, network } = device({ download: 10_000 });
    server.answer(`GET ${url}`, { body: 'x'.repeat(10_000) });
    const ends: number[] = [];
    const start = clock.now();
    for (let i = 0; i < 2; i += 1) {
      void requestLogged(network, { url }).done.then(({ statusCode }) => {
        expect(statusCode).toBe(200);
        ends.push(clock.now() - start);
      });
    }
    for (let i = 0; i < 300; i += 1) await clock.advance(10);
    expect(ends).toHaveLength(2);
    expect(Math.min(...ends)).toBeGreaterThan(1800);
    expect(Math.max(...ends)).toBeLessThanOrEqual(2010);
  });

  it('takes a request’s body as fast as it is', async () => {
    const { server, call } = device({ upload: 1000 });
    server.answer(`POST ${url}`, ({ body }) => ({ body: String(body.byteLength) }));
    for (const data of ['x'.repeat(3000), new Uint8Array(3000).fill(1).buffer]) {
      const { after, result } = await call({ method: 'POST', data });
      expect(result.data).toBe(3000);
      expect(after).toBeGreaterThanOrEqual(3000);
      expect(after).toBeLessThan(3100);
    }
  });

  it('loses the share of requests that it is told, which end by their timeout and reach no server', async () => {
    const lucky = [0.9, 0.1, 0.5];
    const { server, call } = device({ loss: 0.5 }, {}, () => lucky.shift() ?? 1);
    server.answer(`GET ${url}`, { body: 'x' });
    const results = [];
    for (let i = 0; i < 3; i += 1) results.push((await call({ timeout: 700 })).result.errMsg);
    expect(results).toEqual(['request:ok', 'request:fail timeout', 'request:ok']);
    expect(server.requests).toHaveLength(2);
  });

  it('that is offline fails calls at once and breaks those under way', async () => {
    const { server, call, conditions, network, clock } = device();
    server.answer(`GET ${url}`, { body: 'x', delay: 5000 });
    const { done } = requestLogged(network, { url });
    await clock.advance(100);
    conditions.set(linkPresets.offline);
    const offline = { errMsg: 'request:fail -106:net::ERR_INTERNET_DISCONNECTED' };
    expect((await done).errMsg).toBe(offline.errMsg);
    expect((await call()).result.errMsg).toBe(offline.errMsg);
    expect(server.requests).toHaveLength(1);
    conditions.set(linkPresets.none);
    server.answer(`GET ${url}`, { body: 'back' });
    expect((await call()).result.data).toBe('back');
  });

  it('that goes offline does not go round with a program that calls again at once', async () => {
    const { conditions, network, clock, server } = device();
    server.answer(`GET ${url}`, { delay: Number.POSITIVE_INFINITY });
    let fails = 0;
    const again = () => {
      network.api.request({
        url,
        fail: () => {
          fails += 1;
          if (fails < 1000) again();
        },
      });
    };
    again();
    await clock.advance(1);
    conditions.set(linkPresets.offline);
    await clock.advance(10);
    expect(fails).toBe(1000);
  });

  it('that changes is felt by a call under way', async () => {
    const { server, conditions, network, clock } = device({ download: 1000 });
    server.answer(`GET ${url}`, { body: 'x'.repeat(50_000) });
    const { done } = requestLogged(network, { url });
    await clock.advance(2000);
    conditions.set(linkPresets.none);
    await clock.advance(10);
    expect((await done).statusCode).toBe(200);
  });

  it('ends with an abort in every phase, and nothing is told afterwards', async () => {
    for (const wait of [0, 50, 250, 1500]) {
      const { server, network, clock, timings, begin } = device({
        latency: 200,
        download: 1000,
        upload: 10_000,
      });
      server.answer(`POST ${url}`, { body: 'x'.repeat(5000) });
      const { task, done, events } = requestLogged(network, { url, method: 'POST', data: 'y'.repeat(1000) });
      await clock.advance(wait);
      task.abort();
      expect((await done).errMsg).toBe('request:fail abort');
      await clock.advance(20_000);
      expect(events).toHaveLength(2);
      for (const timing of timings) {
        const told = marks(timing, begin).filter((at) => at > 0);
        expect(told).toEqual(told.toSorted((a, b) => a - b));
      }
    }
  });

  it('breaks a body off where the server did, behind what had come', async () => {
    const { server, network, clock } = device({ download: 1000 });
    server.answer(`GET ${url}`, { body: 'x'.repeat(2000), fail: 'CONNECTION_RESET' });
    let bytes = 0;
    const { task, done } = requestLogged(network, { url, enableChunked: true });
    task.onChunkReceived(({ data }) => {
      bytes += data.byteLength;
    });
    await clock.advance(1000);
    expect(bytes).toBeGreaterThan(800);
    expect(bytes).toBeLessThan(1200);
    await clock.advance(2000);
    expect(bytes).toBe(2000);
    expect((await done).errMsg).toMatch(/CONNECTION_RESET/);
  });

  it('makes a program that takes its chunks slowly keep the server waiting', async () => {
    const { server, network, clock } = device({ download: 1_000_000 });
    server.answer(`GET ${url}`, { body: Array.from({ length: 50 }, () => 'x'.repeat(1000)) });
    let taken = 0;
    let release: () => void = () => {};
    const { task, done } = requestLogged(network, { url, enableChunked: true });
    task.onChunkReceived(() => {
      taken += 1;
      return new Promise<void>((resolve) => (release = resolve));
    });
    await clock.advance(5000);
    expect(taken).toBe(1);
    for (let i = 0; i < 60; i += 1) {
      release();
      await clock.advance(100);
    }
    expect(taken).toBe(50);
    expect((await done).statusCode).toBe(200);
  });

  it('refuses conditions that make no sense, in a sentence', () => {
    const { conditions } = device();
    for (const wrong of [
      { latency: -1 },
      { loss: 2 },
      { download: 0 },
      { upload: Number.NaN },
      { offline: 1 },
    ]) {
      const given = { ...linkPresets.none, ...wrong };
      expect(linkFault(given)).toMatch(/ must be /);
      expect(() => conditions.set(given as LinkConditions)).toThrow(TypeError);
    }
    expect(Object.values(linkPresets).map(linkFault)).toEqual(
      Object.values(linkPresets).map(() => undefined),
    );
  });
});

describe('a socket over a link', () => {
  async function connected(given: Partial<LinkConditions>) {
    const parts = device(given);
    const heard: [string, number][] = [];
    const got: [string, number][] = [];
    const { clock } = parts;
    let start = clock.now();
    parts.server.acceptSocket('wss://live.example.test/', (socket) => {
      socket.onMessage((data) => {
        heard.push([textOf(data), clock.now() - start]);
        socket.send(`echo ${textOf(data)}`);
      });
    });
    const task = parts.network.api.connectSocket({ url: 'wss://live.example.test/' });
    const closed = new Promise<{ code: number }>((resolve) => task.onClose(resolve));
    const opened = new Promise<void>((resolve) => task.onOpen(() => resolve()));
    task.onMessage(({ data }) => got.push([textOf(data).slice(0, 10), clock.now() - start]));
    await clock.advance(1000);
    await opened;
    start = clock.now();
    return { ...parts, task, heard, got, closed };
  }

  it('has its messages late, slowly and in their order', async () => {
    const { task, clock, heard, got } = await connected({ latency: 200, upload: 1000 });
    task.send({ data: 'a'.repeat(100) });
    task.send({ data: 'b' });
    await clock.advance(1000);
    expect(heard.map(([data, at]) => [data.slice(0, 1), at])).toEqual([
      ['a', 100],
      ['b', 101],
    ]);
    expect(got).toEqual([
      ['echo aaaaa', 200],
      ['echo b', 201],
    ]);
  });

  it('closes behind what was sent', async () => {
    const { task, clock, heard, closed } = await connected({ upload: 1000 });
    task.send({ data: 'a'.repeat(500) });
    task.close({});
    await clock.advance(2000);
    expect(heard).toHaveLength(1);
    expect((await closed).code).toBe(1000);
  });

  it('breaks when the link does', async () => {
    const { conditions, closed, clock } = await connected({});
    conditions.set(linkPresets.offline);
    await clock.advance(10);
    expect((await closed).code).toBe(1006);
  });

  it('waits for its handshake no longer than its timeout where that is lost', async () => {
    const { network, clock, server } = device({ loss: 1 }, {}, () => 0);
    server.acceptSocket('wss://live.example.test/', () => {});
    const task = network.api.connectSocket({ url: 'wss://live.example.test/', timeout: 3000 });
    const failed = new Promise<{ errMsg: string }>((resolve) => task.onError(resolve));
    await clock.advance(3000);
    expect((await failed).errMsg).toMatch(/timeout/);
  });
});

describe('a link over real servers', () => {
  it('carries requests, uploads and sockets whole, both ways', async () => {
    const answer = Buffer.alloc(300_000, 'answer');
    const server = await serve(
      ({ body }, response) => void response.end(body.byteLength > 0 ? String(body.byteLength) : answer),
    );
    const live = await startSocketServer(
      (socket) => socket.on('message', (data, binary) => socket.send(data, { binary })),
      {
        authority,
      },
    );
    onTestFinished(() => live.close());
    const conditions = createConditions();
    conditions.set({ latency: 30, download: 3_000_000, upload: 3_000_000, loss: 0, offline: false });
    const network = createNetwork({
      policy,
      tls: { ca: authority.pem },
      resolve: { ...server.resolve, ...live.resolve },
      allowAddresses: ['127.0.0.0/8'],
      interpose: conditions.interpose,
    });
    onTestFinished(() => network.close());
    const got = await requestLogged(network, { url, responseType: 'arraybuffer' }).done;
    expect(Buffer.from(got.data as ArrayBuffer).equals(answer)).toBe(true);
    const sent = await requestLogged(network, { url, method: 'POST', data: new Uint8Array(400_000).buffer })
      .done;
    expect(sent.data).toBe(400_000);
    const filePath = `${network.userDirectory}/file.bin`;
    await writeFile(filePath, Buffer.alloc(200_000, 7));
    const uploaded = await uploadLogged(network, { url, filePath, name: 'file' }).done;
    expect(Number(uploaded.data)).toBeGreaterThan(200_000);
    const task = network.api.connectSocket({ url: 'wss://live.example.test/' });
    const echo = new Promise<string | ArrayBuffer>((resolve) => task.onMessage(({ data }) => resolve(data)));
    task.onOpen(() => task.send({ data: 'x'.repeat(100_000) }));
    expect(await echo).toHaveLength(100_000);
  });

  it('lets go of a file that is being uploaded when the call is aborted', async () => {
    const server = await serve((_, response) => void response.end());
    const conditions = createConditions();
    conditions.set({ ...linkPresets.none, upload: 1000 });
    const network = createNetwork({
      policy,
      tls: { ca: authority.pem },
      resolve: server.resolve,
      allowAddresses: ['127.0.0.0/8'],
      interpose: conditions.interpose,
    });
    const filePath = `${network.userDirectory}/file.bin`;
    await writeFile(filePath, Buffer.alloc(1_000_000, 7));
    const { task, done } = uploadLogged(network, { url, filePath, name: 'file' });
    await server.received(1);
    task.abort();
    expect((await done).errMsg).toBe('uploadFile:fail abort');
    await network.close();
  });
});
