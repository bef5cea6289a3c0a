import { once } from 'node:events';
import { binance } from '@minigate/policy';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { WebSocket } from 'ws';
import { connect, networkFor } from '../support/socket-client.ts';
import { acceptByHand, type SocketServerOptions, startSocketServer } from '../support/socket-server.ts';

const url = 'wss://live.example.test/';
const MiB = 1024 * 1024;

function echo(socket: WebSocket): void {
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
}

async function start(serve: (socket: WebSocket) => void = echo, options: SocketServerOptions = {}) {
  const server = await startSocketServer(serve, options);
  onTestFinished(() => server.close());
  return server;
}

function bytes(size: number): ArrayBuffer {
  const data = new Uint8Array(size);
  for (let i = 0; i < size; i += 1) data[i] = (i * 31) >>> 3;
  return data.buffer;
}

test('text and bytes come back as they were sent, in order', async () => {
  const client = connect(networkFor(await start()), { url });
  await client.opened;
  const sent = ['hello', '', 'grüezi 👋\u0000', bytes(1), bytes(0), bytes(125), bytes(126), bytes(70_000)];
  const results = await Promise.all(sent.map((data) => client.send(data)));
  expect(results).toEqual(sent.map(() => ({ errMsg: 'sendSocketMessage:ok' })));
  await client.received(sent.length);
  expect(client.messages).toEqual(sent);
  for (const message of client.messages) {
    if (typeof message !== 'string')
      expect(Object.prototype.toString.call(message)).toBe('[object ArrayBuffer]');
  }
});

test.each([1 * MiB, 16 * MiB])('a message of %i bytes goes both ways', async (size) => {
  const client = connect(networkFor(await start()), { url });
  await client.opened;
  const sent = bytes(size);
  await client.send(sent);
  await client.received(1);
  const [got] = client.messages;
  expect(Buffer.compare(Buffer.from(got as ArrayBuffer), Buffer.from(sent))).toBe(0);
});

test('the handshake has the program’s headers, the fixed Referer and the path that was judged', async () => {
  const server = await start();
  const client = connect(networkFor(server), {
    url: 'wss://LIVE.example.test/a%20b/ü?q=ä b&c=//d#fragment',
    header: {
      'X-Token': 'abc',
      Referer: 'https://evil.example',
      Origin: 'https://page.example',
      'Sec-WebSocket-Version': 8,
    },
    protocols: ['mqtt', 'v2'],
  });
  await client.opened;
  const [handshake] = server.handshakes;
  expect(handshake?.url).toBe('/a%20b/%C3%BC?q=%C3%A4%20b&c=//d');
  const lines = new Map<string, string>();
  const raw = handshake?.rawHeaders ?? [];
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i] ?? '';
    expect(lines.has(name.toLowerCase())).toBe(false);
    lines.set(name.toLowerCase(), raw[i + 1] ?? '');
  }
  expect(Object.fromEntries(lines)).toEqual({
    host: 'live.example.test',
    'x-token': 'abc',
    origin: 'https://page.example',
    'user-agent': expect.stringMatching(/^Minigate\/\d/),
    referer: 'https://www.binance.com',
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': expect.stringMatching(/^[A-Za-z0-9+/]{22}==$/),
    'sec-websocket-protocol': 'mqtt,v2',
  });
});

test('the Host header has the port where one is written', async () => {
  const server = await start();
  const network = networkFor(server, {
    policy: { appId: 'demo', version: 1, serverDomains: ['wss://live.example.test'] },
  });
  await connect(network, { url: `${server.origin()}/` }).opened;
  expect(server.handshakes[0]?.headers.host).toBe(`live.example.test:${server.port}`);
});

test('the server’s choice among the sub-protocols is in the header of `onOpen`', async () => {
  const server = await start(echo, { ws: { handleProtocols: () => 'v2' } });
  const { header } = await connect(networkFor(server), { url, protocols: ['v1', 'v2'] }).opened;
  expect(header['Sec-WebSocket-Protocol']).toBe('v2');
});

test('an answer to the handshake may have as many headers as any other answer', async () => {
  const filler = Array.from({ length: 100 }, (_, n) => `X-Filler-${n}: ${'x'.repeat(1000)}`);
  const server = await start(echo, { handshake: (message, stream) => acceptByHand(message, stream, filler) });
  const { header } = await connect(networkFor(server), { url }).opened;
  expect(header['X-Filler-99']).toHaveLength(1000);
});

test('the profile has the moments of the handshake in order', async () => {
  const { profile } = await connect(networkFor(await start()), { url }).opened;
  const order = [
    profile.fetchStart,
    profile.domainLookUpStart,
    profile.domainLookUpEnd,
    profile.connectStart,
    profile.connectEnd,
  ];
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(Math.abs(profile.fetchStart - Date.now())).toBeLessThan(60_000);
  expect(profile.cost).toBeGreaterThanOrEqual(profile.rtt);
});

test.each([
  [{}, 1000, ''],
  [{ code: 3000, reason: 'enough' }, 3000, 'enough'],
  [{ code: 4999, reason: 'ü'.repeat(61) }, 4999, 'ü'.repeat(61)],
])('the server gets the program’s closing %j, and the program its answer', async (how, code, reason) => {
  const server = await start();
  const client = connect(networkFor(server), { url });
  await client.opened;
  const [serverSide] = server.sockets;
  const seen = serverSide === undefined ? [] : once(serverSide, 'close');
  expect(await client.close(how)).toEqual({ errMsg: 'closeSocket:ok' });
  expect(await client.closed).toEqual({ code, reason });
  const [seenCode, seenReason] = (await seen) as [number, Buffer];
  expect([seenCode, seenReason.toString()]).toEqual([code, reason]);
  await server.disconnected();
});

test.each([
  [1000, 'done'],
  [1001, 'restart'],
  [1011, ''],
  [4242, 'why not'],
])('a server’s closing %i "%s" is told as received', async (code, reason) => {
  const server = await start((socket) => socket.close(code, reason));
  const client = connect(networkFor(server), { url });
  expect(await client.closed).toEqual({ code, reason });
  expect(client.task.readyState).toBe(3);
});

test('a server’s closing without a code is 1005', async () => {
  const server = await start((socket) => socket.close());
  expect(await connect(networkFor(server), { url }).closed).toEqual({ code: 1005, reason: '' });
});

test('messages that come right behind the handshake’s answer are not lost', async () => {
  const server = await start((socket) => {
    for (let n = 0; n < 100; n += 1) socket.send(String(n));
    socket.close(1000);
  });
  const client = connect(networkFor(server), { url });
  await client.closed;
  expect(client.messages).toEqual(Array.from({ length: 100 }, (_, n) => String(n)));
});

test('pings are answered without the program', async () => {
  const server = await start();
  const client = connect(networkFor(server), { url });
  await client.opened;
  const [serverSide] = server.sockets;
  serverSide?.ping('are you there');
  const [pong] = serverSide === undefined ? [] : await once(serverSide, 'pong');
  expect(String(pong)).toBe('are you there');
  expect(client.messages).toEqual([]);
});

test('compression is offered only when the program asks for it', async () => {
  const server = await start(echo, { ws: { perMessageDeflate: true } });
  const network = networkFor(server);
  await connect(network, { url }).opened;
  const compressed = connect(network, { url, perMessageDeflate: true });
  await compressed.opened;
  expect(server.handshakes.map(({ headers }) => headers['sec-websocket-extensions'] ?? '')).toEqual([
    '',
    expect.stringContaining('permessage-deflate'),
  ]);
  const text = 'again and '.repeat(100_000);
  await compressed.send(text);
  await compressed.received(1);
  expect(compressed.messages).toEqual([text]);
});

test('without TLS in debugging mode', async () => {
  const server = await start(echo, { plain: true });
  const client = connect(networkFor(server, { debugging: true }), { url: `${server.origin()}/` });
  await client.opened;
  await client.send('in the clear');
  await client.received(1);
  expect(client.messages).toEqual(['in the clear']);
});

test('what a program changes after `send` is sent as it was, compressed or not', async () => {
  const server = await start(echo, { ws: { perMessageDeflate: true } });
  const network = networkFor(server);
  for (const perMessageDeflate of [false, true]) {
    const client = connect(network, { url, perMessageDeflate });
    await client.opened;
    // The second one waits until the first is compressed.
    const buffer = new ArrayBuffer(300_000);
    const message = new Uint8Array(buffer).fill(1);
    const done = [client.send(buffer), client.send(buffer)];
    message.fill(2);
    await Promise.all(done);
    await client.received(2);
    expect(new Set(new Uint8Array(client.messages[1] as ArrayBuffer))).toEqual(new Set([1]));
  }
});

test('six sockets: the sixth is refused and does not reach the server', async () => {
  const server = await start();
  const network = networkFor(server);
  const clients = Array.from({ length: 6 }, () => connect(network, { url }));
  expect(await clients[5]?.accepted).toMatchObject({
    errMsg: 'connectSocket:fail exceed max task count',
    errno: 600007,
  });
  await Promise.all(clients.slice(0, 5).map(({ opened }) => opened));
  expect(server.accepted()).toBe(5);
  await clients[0]?.close();
  await clients[0]?.closed;
  await connect(network, { url }).opened;
  expect(server.accepted()).toBe(6);
});

test('closing the network ends every connection', async () => {
  const server = await start();
  const network = networkFor(server);
  const clients = Array.from({ length: 3 }, () => connect(network, { url }));
  await Promise.all(clients.map(({ opened }) => opened));
  const closed = Promise.all(clients.map((client) => client.closed));
  await network.close();
  expect(await closed).toEqual(clients.map(() => ({ code: 1006, reason: 'interrupted' })));
  await server.disconnected();
});

describe('Rule 18: the port of a socket', () => {
  const entries = (serverDomain: string) => ({
    policy: { appId: 'demo', version: 1, serverDomains: [serverDomain] },
  });

  test('may be any where a written `wss` entry has none, and none where an `https` entry has none', async () => {
    const server = await start(echo);
    const written = server.origin();
    const reaching = connect(networkFor(server, entries('wss://live.example.test')), { url: written });
    await reaching.opened;
    const strict = networkFor(server, entries('https://live.example.test'));
    expect(await connect(strict, { url: written }).accepted).toMatchObject({
      errMsg: 'connectSocket:fail url not in domain list',
    });
    expect(server.handshakes).toHaveLength(1);
  });

  test('is the unwritten one only where the host profile says so', async () => {
    const server = await start(echo);
    const serverDomains = { ...binance.serverDomains, wssWithoutPort: 'unwritten' as const };
    const network = networkFor(server, {
      ...entries('wss://live.example.test'),
      profile: { ...binance, serverDomains },
    });
    expect(await connect(network, { url: server.origin() }).accepted).toMatchObject({ errno: 600002 });
    await connect(network, { url }).opened;
    expect(server.handshakes).toHaveLength(1);
  });
});
