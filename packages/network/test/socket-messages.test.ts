import { binance } from '@minigate/policy';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { profileWith, scriptedNetwork } from './support/scripted-network.ts';
import { socketLogged } from './support/sockets.ts';

const url = 'wss://api.example.com/live';
const turn = () => vi.advanceTimersByTimeAsync(0);
const notOpen = { errMsg: 'sendSocketMessage:fail SocketTask.readyState is not OPEN', errno: 600004 };

beforeEach(
  () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] }),
);
afterEach(() => void vi.useRealTimers());

async function openSocket(options: Parameters<typeof scriptedNetwork>[0] = {}) {
  const { network, transport } = scriptedNetwork(options);
  const socket = socketLogged(network, { url });
  await turn();
  const wire = transport.lastSocket;
  wire.open();
  return { network, socket, wire };
}

describe('Rule 18: sending', () => {
  test('calls back when the network has taken the message, `complete` last, each once', async () => {
    const { socket, wire } = await openSocket();
    socket.send('one');
    socket.send('two');
    await turn();
    expect(socket.of('send success')).toEqual([]);
    wire.take(1);
    expect(socket.names().slice(3)).toEqual(['send success', 'send complete']);
    wire.take();
    await turn();
    expect(socket.of('send success')).toEqual([
      { errMsg: 'sendSocketMessage:ok' },
      { errMsg: 'sendSocketMessage:ok' },
    ]);
    expect(socket.of('send complete')).toHaveLength(2);
  });

  test('fails, never at once, while the socket is not open', async () => {
    const { network, transport } = scriptedNetwork();
    const socket = socketLogged(network, { url });
    socket.send('early');
    expect(socket.of('send fail')).toEqual([]);
    await turn();
    expect(socket.of('send fail')).toEqual([expect.objectContaining(notOpen)]);
    transport.lastSocket.open();
    socket.close();
    socket.send('while it closes');
    transport.lastSocket.end(1000);
    socket.send('too late');
    socket.close();
    await turn();
    expect(socket.of('send fail')).toHaveLength(3);
    expect(socket.of('send complete')).toHaveLength(3);
    expect(socket.of('closing fail')).toEqual([
      expect.objectContaining({ errMsg: 'closeSocket:fail SocketTask.readyState is not OPEN' }),
    ]);
    expect(transport.lastSocket.sent).toEqual([]);
  });

  test('fails what waits when the socket ends, before the socket’s own last events', async () => {
    const { socket, wire } = await openSocket();
    socket.send('one');
    socket.send('two');
    wire.take(1);
    wire.end(1001, 'restart');
    await turn();
    expect(socket.names().slice(3)).toEqual([
      'send success',
      'send complete',
      'send fail',
      'send complete',
      'close',
    ]);
    expect(socket.of('send fail')).toMatchObject([
      { errMsg: 'sendSocketMessage:fail -100:net::ERR_CONNECTION_CLOSED' },
    ]);
  });

  test('refuses a message beyond the host’s limit, text by its bytes', async () => {
    const { socket, wire } = await openSocket({
      profile: profileWith({ sockets: { ...binance.sockets, messageBytes: 10 } }),
    });
    socket.send('0123456789');
    socket.send(new ArrayBuffer(10));
    socket.send('01234567ü');
    socket.send('01234567üx');
    socket.send(new Uint8Array(11));
    await turn();
    expect(wire.sent.map(({ data }) => data.byteLength)).toEqual([10, 10, 10]);
    const tooLarge = expect.objectContaining({
      errMsg: 'sendSocketMessage:fail message exceed max size',
      errno: 602300,
    });
    expect(socket.of('send fail')).toEqual([tooLarge, tooLarge]);
  });

  test('refuses messages once too many bytes wait, and takes them again when the network has', async () => {
    const { socket, wire } = await openSocket({
      profile: profileWith({ sockets: { ...binance.sockets, queuedBytes: 10_000 } }),
    });
    const message = new ArrayBuffer(4_000);
    for (let n = 0; n < 4; n += 1) socket.send(message);
    await turn();
    expect(wire.sent).toHaveLength(2);
    const full = { errMsg: 'sendSocketMessage:fail too many messages wait to be sent', errno: 600007 };
    expect(socket.of('send fail')).toEqual([expect.objectContaining(full), expect.objectContaining(full)]);
    wire.take(1);
    socket.send(message);
    expect(wire.sent).toHaveLength(3);
  });

  test('counts small messages with more than their bytes', async () => {
    const { socket, wire } = await openSocket({
      profile: profileWith({ sockets: { ...binance.sockets, queuedBytes: 10_000 } }),
    });
    for (let n = 0; n < 1_000; n += 1) socket.send('x');
    expect(wire.sent.length).toBeLessThan(20);
  });

  test('has a place for one message of any permitted size', async () => {
    const { socket, wire } = await openSocket({
      profile: profileWith({ sockets: { ...binance.sockets, queuedBytes: 10 } }),
    });
    socket.send(new ArrayBuffer(4_000));
    expect(wire.sent).toHaveLength(1);
  });
});

describe('Rule 18: a program that is slow to take messages', () => {
  test('gets none while it is held, loses none, and the server is made to wait', async () => {
    const { network, socket, wire } = await openSocket();
    expect(wire.message('1')).toBe(true);
    const release = network.hold(socket.task);
    expect(wire.message('2')).toBe(false);
    expect(wire.message('3')).toBe(false);
    expect(socket.of('message')).toEqual([{ data: '1' }]);
    release();
    expect(socket.of('message')).toEqual([{ data: '1' }, { data: '2' }, { data: '3' }]);
    expect(wire.resumed).toBe(1);
    expect(wire.message('4')).toBe(true);
  });

  test('waits for everyone who holds it, and each release counts once', async () => {
    const { network, socket, wire } = await openSocket();
    const first = network.hold(socket.task);
    const second = network.hold(socket.task);
    wire.message('1');
    first();
    first();
    expect(socket.of('message')).toEqual([]);
    second();
    expect(socket.of('message')).toHaveLength(1);
  });

  test('can be held again by the listener of a message, in the middle of what waited', async () => {
    const { network, socket, wire } = await openSocket();
    const release = network.hold(socket.task);
    for (const data of ['1', '2', '3']) wire.message(data);
    let again: (() => void) | undefined;
    socket.task.onMessage(({ data }) => {
      if (data === '2') again = network.hold(socket.task);
    });
    release();
    expect(socket.of('message')).toEqual([{ data: '1' }, { data: '2' }]);
    expect(wire.resumed).toBe(0);
    again?.();
    expect(socket.of('message')).toHaveLength(3);
    expect(wire.resumed).toBe(1);
  });

  test('keeps the order for every listener, also when one of them holds and lets go at once', async () => {
    const { network, socket, wire } = await openSocket();
    const release = network.hold(socket.task);
    for (const data of ['1', '2', '3']) wire.message(data);
    const second: unknown[] = [];
    socket.task.onMessage(() => network.hold(socket.task)());
    socket.task.onMessage(({ data }) => second.push(data));
    release();
    expect(second).toEqual(['1', '2', '3']);
    expect(wire.resumed).toBe(1);
  });

  test('is told of the close after the messages that came before it', async () => {
    const { network, socket, wire } = await openSocket();
    const release = network.hold(socket.task);
    wire.message('last words');
    wire.end(1001, 'gone');
    await turn();
    expect(socket.names().slice(3)).toEqual([]);
    release();
    await turn();
    expect(socket.names().slice(3)).toEqual(['message', 'close']);
    expect(socket.of('close')).toEqual([{ code: 1001, reason: 'gone' }]);
  });

  test('may close a socket that has ended already, and is told how it ended', async () => {
    const { network, socket, wire } = await openSocket();
    const release = network.hold(socket.task);
    wire.message('unread');
    wire.end(1001, 'gone');
    socket.close({ code: 3000 });
    await turn();
    release();
    expect(socket.names().slice(3)).toEqual(['closing success', 'closing complete', 'close']);
    expect(socket.of('close')).toEqual([{ code: 1001, reason: 'gone' }]);
  });

  test('is not kept from closing: what it did not take is dropped, and the server’s answer is read', async () => {
    const { network, socket, wire } = await openSocket();
    network.hold(socket.task);
    wire.message('unread');
    socket.close();
    expect(wire.resumed).toBe(1);
    await turn();
    wire.end(1000);
    await turn();
    expect(socket.names().slice(3)).toEqual(['closing success', 'closing complete', 'close']);
  });

  test('is interrupted all the same', async () => {
    const { network, socket, wire } = await openSocket();
    network.hold(socket.task);
    wire.message('unread');
    network.enterBackground();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(socket.names().slice(3)).toEqual(['close']);
    expect(socket.of('close')).toEqual([{ code: 1006, reason: 'interrupted' }]);
  });

  test('holding what is no socket does nothing', () => {
    const { network } = scriptedNetwork();
    expect(() => network.hold({})()).not.toThrow();
  });
});
