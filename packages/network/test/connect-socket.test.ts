import { NetworkError } from '@minigate/network';
import { binance } from '@minigate/policy';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { scriptedNetwork } from './support/scripted-network.ts';
import { socketLogged } from './support/sockets.ts';

const url = 'wss://api.example.com/live';
const turn = () => vi.advanceTimersByTimeAsync(0);

beforeEach(
  () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] }),
);
afterEach(() => void vi.useRealTimers());

async function openSocket(options: Parameters<typeof scriptedNetwork>[0] = {}, call: object = { url }) {
  const { network, transport } = scriptedNetwork(options);
  const socket = socketLogged(network, call);
  await turn();
  const wire = transport.lastSocket;
  wire.open();
  return { network, transport, socket, wire };
}

describe('Rule 18: connectSocket', () => {
  test('returns a task at once that can be extended and whose methods can be used unbound', async () => {
    const { network } = scriptedNetwork();
    const task = network.api.connectSocket({ url });
    expect(task).toMatchObject({ CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3, readyState: 0 });
    expect(task).toMatchObject({ socketTaskId: '1', _id: '1', errMsg: 'connectSocket:ok' });
    expect(Object.isExtensible(task)).toBe(true);
    expect(Object.keys(task)).toEqual(
      expect.arrayContaining(['send', 'close', 'onOpen', 'onClose', 'onError', 'onMessage']),
    );
    const { close, onClose } = { ...task };
    const closed = vi.fn();
    onClose(closed);
    close();
    await turn();
    expect(closed).toHaveBeenCalledExactlyOnceWith({ code: 1000, reason: '' });
  });

  test('says `success`, then `complete`, and only then dials', async () => {
    const { network, transport } = scriptedNetwork();
    const seen: unknown[] = [];
    network.api.connectSocket({
      url,
      success: (result) => seen.push(result, transport.sockets.length),
      complete: (result) => seen.push(result, transport.sockets.length),
    });
    expect(seen).toEqual([]);
    await turn();
    const accepted = { errMsg: 'connectSocket:ok' };
    expect(seen).toEqual([accepted, 0, accepted, 0]);
    expect(transport.sockets).toHaveLength(1);
  });

  test('tells of opening with the answer’s header as received, and with a profile', async () => {
    const { network, transport } = scriptedNetwork();
    const socket = socketLogged(network, { url, protocols: ['mqtt', 'v2'] });
    await turn();
    expect(socket.task.readyState).toBe(0);
    transport.lastSocket.open(['Upgrade', 'websocket', 'Sec-WebSocket-Protocol', 'mqtt']);
    expect(socket.task.readyState).toBe(1);
    expect(socket.names()).toEqual(['connect success', 'connect complete', 'open']);
    expect(socket.of('open')).toEqual([
      {
        header: { Upgrade: 'websocket', 'Sec-WebSocket-Protocol': 'mqtt' },
        profile: expect.objectContaining({
          fetchStart: expect.any(Number),
          rtt: 0,
          handshakeCost: 0,
          cost: 0,
        }),
      },
    ]);
  });

  test('gives the transport what was asked for, the host’s Referer and no line of the protocol’s own', async () => {
    const { network, transport } = scriptedNetwork();
    const header = {
      'X-Token': 7,
      Referer: 'https://evil.example',
      'Sec-WebSocket-Key': 'x',
      host: 'h',
      Upgrade: 'h2c',
    };
    socketLogged(network, { url, header, protocols: ['a', 'b'], tcpNoDelay: true, perMessageDeflate: true });
    await turn();
    const { request } = transport.lastSocket;
    expect(request.headers).toEqual([
      'X-Token',
      '7',
      'user-agent',
      expect.stringMatching(/^Minigate\//),
      'referer',
      binance.referer,
    ]);
    expect(request).toMatchObject({ protocols: ['a', 'b'], noDelay: true, deflate: true, guard: 'enforce' });
    expect(request.messageBytes).toBe(16 * 1024 * 1024);
    expect(transport.lastSocket.url).toBe(url);
  });

  test('compresses nothing and delays small messages unless asked', async () => {
    const { wire } = await openSocket();
    expect(wire.request).toMatchObject({ protocols: [], noDelay: false, deflate: false });
  });

  test('carries text and bytes both ways, and calls every listener in order', async () => {
    const { socket, wire } = await openSocket();
    const second = vi.fn();
    socket.task.onMessage(second);
    const bytes = Uint8Array.of(1, 2, 3).buffer;
    wire.message('hello');
    wire.message(bytes);
    expect(socket.of('message')).toEqual([{ data: 'hello' }, { data: bytes }]);
    expect(second).toHaveBeenCalledTimes(2);
    socket.task.offMessage(second);
    wire.message('again');
    expect(second).toHaveBeenCalledTimes(2);
    socket.task.offMessage();
    wire.message('unheard');
    expect(socket.of('message')).toHaveLength(3);

    const view = new Uint8Array([9, 8, 7, 6]).subarray(1, 3);
    socket.send('grüezi');
    socket.send(view);
    socket.send(new Uint8Array([1]).buffer);
    view.fill(0);
    expect(wire.sent).toEqual([
      { kind: 'text', data: Buffer.from('grüezi') },
      { kind: 'bytes', data: Buffer.from([8, 7]) },
      { kind: 'bytes', data: Buffer.from([1]) },
    ]);
  });

  test('closes with the program’s code and reason, and says what the server answered', async () => {
    const { socket, wire } = await openSocket();
    socket.close({ code: 3001, reason: 'done' });
    expect(socket.task.readyState).toBe(2);
    expect(wire.closing).toEqual({ code: 3001, reason: 'done' });
    await turn();
    expect(socket.of('closing success')).toEqual([{ errMsg: 'closeSocket:ok' }]);
    expect(socket.of('closing complete')).toHaveLength(1);
    wire.end(3002, 'as you like');
    await turn();
    expect(socket.of('close')).toEqual([{ code: 3002, reason: 'as you like' }]);
    expect(socket.task.readyState).toBe(3);
    expect(socket.of('error')).toEqual([]);
  });

  test('says what the program asked for when the server just hangs up on its closing', async () => {
    const { socket, wire } = await openSocket();
    socket.close({ code: 4000, reason: 'bye' });
    wire.end(1006);
    await turn();
    expect(socket.of('close')).toEqual([{ code: 4000, reason: 'bye' }]);
  });

  test('drops what comes after the program has asked to close', async () => {
    const { socket, wire } = await openSocket();
    socket.close();
    expect(wire.message('late')).toBe(true);
    expect(socket.of('message')).toEqual([]);
  });

  test('closes at once while the handshake is under way, without an error', async () => {
    const { network, transport } = scriptedNetwork();
    const socket = socketLogged(network, { url });
    await turn();
    socket.close({ code: 4001, reason: 'changed my mind' });
    expect(socket.task.readyState).toBe(3);
    await turn();
    expect(transport.lastSocket.ending).toBe('cancelled');
    expect(socket.names().slice(2)).toEqual(['closing success', 'closing complete', 'close']);
    expect(socket.of('close')).toEqual([{ code: 4001, reason: 'changed my mind' }]);
  });

  test('gives the code and reason of a server that closes', async () => {
    const { socket, wire } = await openSocket();
    wire.end(1005);
    await turn();
    expect(socket.of('close')).toEqual([{ code: 1005, reason: '' }]);
  });

  test('tells of an error, then of the close, when the handshake fails', async () => {
    const { network, transport } = scriptedNetwork();
    const socket = socketLogged(network, { url });
    await turn();
    transport.lastSocket.error(new NetworkError('HANDSHAKE_REFUSED', { text: 'Invalid HTTP status 403' }));
    await turn();
    expect(socket.names().slice(2)).toEqual(['error', 'close']);
    expect(socket.of('error')).toEqual([
      { errMsg: 'connectSocket:fail Invalid HTTP status 403', errno: 605103 },
    ]);
    expect(socket.of('close')).toEqual([{ code: 1006, reason: '' }]);
  });

  test.each([
    ['its own', { timeout: 700 }, {}, 700],
    ['the program’s', {}, { connectSocket: 1_500 }, 1_500],
    ['60 s', {}, {}, 60_000],
  ])('gives the handshake %s time', async (_whose, call, networkTimeout, limit) => {
    const { network, transport } = scriptedNetwork({ networkTimeout });
    const socket = socketLogged(network, { url, ...call });
    await turn();
    await vi.advanceTimersByTimeAsync(limit - 1);
    expect(socket.of('error')).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(socket.of('error')).toEqual([{ errMsg: 'connectSocket:fail timeout', errno: 5 }]);
    expect(socket.of('close')).toEqual([{ code: 1006, reason: '' }]);
    expect(transport.lastSocket.ending).toBe('cancelled');
  });

  test('does not bound how long an open socket lives', async () => {
    const { socket } = await openSocket();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(socket.task.readyState).toBe(1);
  });
});
