import { setImmediate as nextTurn } from 'node:timers/promises';
import { binance } from '@minigate/policy';
import { expect, onTestFinished, test } from 'vitest';
import type { WebSocket } from 'ws';
import { connect, networkFor } from '../support/socket-client.ts';
import { startSocketServer } from '../support/socket-server.ts';

const url = 'wss://live.example.test/';
const KiB = 1024;
const MiB = 1024 * KiB;

async function start(serve: (socket: WebSocket) => void) {
  const server = await startSocketServer(serve);
  onTestFinished(() => server.close());
  return server;
}

test('with a server that does not read, the callbacks of `send` wait, and what waits is bounded', async () => {
  const server = await start((socket) => socket.pause());
  const queuedBytes = 4 * MiB;
  const profile = { ...binance, sockets: { ...binance.sockets, queuedBytes } };
  const client = connect(networkFor(server, { profile }), { url });
  await client.opened;
  const message = new ArrayBuffer(64 * KiB);
  let taken = 0;
  let refused = '';
  let sent = 0;
  while (refused === '') {
    void client.send(message).then(({ errMsg }) => {
      if (errMsg === 'sendSocketMessage:ok') taken += 1;
      else refused = errMsg;
    });
    sent += 1;
    await nextTurn();
  }
  expect(refused).toBe('sendSocketMessage:fail too many messages wait to be sent');
  const waiting = sent - 1 - taken;
  expect(waiting).toBeGreaterThan(0);
  expect(waiting * message.byteLength).toBeLessThanOrEqual(queuedBytes);

  const [serverSide] = server.sockets;
  let received = 0;
  serverSide?.on('message', () => (received += 1));
  serverSide?.resume();
  expect(await client.send('the last one')).toMatchObject({ errMsg: expect.any(String) });
  while (taken < sent - 1 || received < taken) await nextTurn();
  expect(received).toBeGreaterThanOrEqual(sent - 1);
});

test('a program that waits for the callbacks can send any amount', async () => {
  let received = 0;
  const server = await start((socket) => {
    socket.on('message', (data: Buffer) => (received += data.byteLength));
  });
  const profile = { ...binance, sockets: { ...binance.sockets, queuedBytes: 1 } };
  const client = connect(networkFor(server, { profile }), { url });
  await client.opened;
  const message = new ArrayBuffer(MiB);
  for (let n = 0; n < 64; n += 1)
    expect(await client.send(message)).toEqual({ errMsg: 'sendSocketMessage:ok' });
  await client.close();
  await client.closed;
  expect(received).toBe(64 * MiB);
});

test('a server that floods a program that takes nothing is made to wait; the other sockets go on', async () => {
  const flood = Buffer.alloc(64 * KiB);
  const server = await start((socket) => {
    socket.on('message', (data: Buffer, isBinary) => {
      if (data.toString() !== 'flood') {
        socket.send(data, { binary: isBinary });
        return;
      }
      for (let n = 0; n < 1024; n += 1) {
        flood.writeUInt32BE(n);
        socket.send(Buffer.from(flood));
      }
    });
  });
  const network = networkFor(server);
  const slow = connect(network, { url });
  await slow.opened;
  const quick = connect(network, { url });
  await quick.opened;
  let takenIn = 0;
  network.on('socket', (event) => {
    if (event.kind === 'message' && event.direction === 'in') takenIn += event.bytes;
  });
  const release = network.hold(slow.task);
  await slow.send('flood');
  for (let n = 1; n <= 300; n += 1) {
    await quick.send('still there?');
    await quick.received(n);
  }
  expect(slow.messages).toEqual([]);
  expect(takenIn).toBeLessThan(MiB);
  expect(server.sockets[0]?.bufferedAmount).toBeGreaterThan(MiB);
  release();
  await slow.received(1024);
  expect(slow.messages.map((data) => new DataView(data as ArrayBuffer).getUint32(0))).toEqual(
    Array.from({ length: 1024 }, (_, n) => n),
  );
});

test('a program that is held and closes gets the server’s answer, although the server floods', async () => {
  const server = await start((socket) => {
    for (let n = 0; n < 256; n += 1) socket.send(Buffer.alloc(64 * KiB));
  });
  const network = networkFor(server);
  const client = connect(network, { url });
  client.task.onOpen(() => network.hold(client.task));
  await client.opened;
  await client.close({ code: 3000, reason: 'enough' });
  expect(await client.closed).toEqual({ code: 3000, reason: 'enough' });
  expect(client.messages).toEqual([]);
});
