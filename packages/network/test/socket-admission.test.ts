import type { SocketEvent } from '@minigate/network';
import { binance } from '@minigate/policy';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { profileWith, scriptedNetwork } from './support/scripted-network.ts';
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

describe('Rule 18: who may be reached', () => {
  test.each([
    ['https://api.example.com', 'wss://api.example.com/x', true],
    ['https://api.example.com', 'wss://api.example.com:443/x', false],
    ['https://api.example.com:8443', 'wss://api.example.com:8443/x', true],
    ['wss://api.example.com', 'wss://api.example.com:9001/x', true],
    ['https://api.example.com', 'ws://api.example.com/x', false],
    ['https://api.example.com', 'wss://other.example.com/x', false],
  ])('entry %s, socket %s: %s', async (entry, target, allowed) => {
    const { network, transport } = scriptedNetwork({
      policy: { appId: 'demo', version: 1, serverDomains: [entry] },
    });
    const socket = socketLogged(network, { url: target });
    await turn();
    expect(transport.sockets).toHaveLength(allowed ? 1 : 0);
    if (allowed) return;
    const refused = { errMsg: 'connectSocket:fail url not in domain list', errno: 600002 };
    expect(socket.of('connect fail')).toEqual([expect.objectContaining(refused)]);
    expect(socket.names()).toEqual(['connect fail', 'connect complete']);
    expect(socket.task).toMatchObject({ readyState: 3, errMsg: refused.errMsg });
  });

  test('allows ws in debugging mode, and reports what the guard finds', async () => {
    const { wire } = await openSocket({ debugging: true }, { url: 'ws://unlisted.example.com/x' });
    expect(wire.request.guard).toBe('report');
    expect(wire.request.target.scheme).toBe('ws');
  });

  test('refuses an https URL, and quotes a malformed one', async () => {
    const { network } = scriptedNetwork();
    const https = socketLogged(network, { url: 'https://api.example.com/' });
    const bad = socketLogged(network, { url: 'nonsense' });
    await turn();
    expect(https.of('connect fail')).toHaveLength(1);
    expect(bad.of('connect fail')).toEqual([
      expect.objectContaining({ errMsg: 'connectSocket:fail invalid url "nonsense"', errno: 600009 }),
    ]);
  });

  test('leaves open sockets alone when the policy or debugging changes', async () => {
    const { network, socket, wire } = await openSocket();
    network.updatePolicy({ appId: 'demo', version: 2, serverDomains: [] });
    network.setDebugging(true);
    wire.message('still here');
    expect(socket.of('message')).toHaveLength(1);
  });
});

describe('Rule 18: five at a time', () => {
  test('fails the sixth at once, and has a place again when one has closed', async () => {
    const { network, transport } = scriptedNetwork();
    const sockets = Array.from({ length: 6 }, () => socketLogged(network, { url }));
    await turn();
    expect(transport.sockets).toHaveLength(5);
    const tooMany = { errMsg: 'connectSocket:fail exceed max task count', errno: 600007 };
    expect(sockets[5]?.of('connect fail')).toEqual([expect.objectContaining(tooMany)]);
    transport.sockets[0]?.open();
    sockets[0]?.close();
    const early = socketLogged(network, { url });
    transport.sockets[0]?.end(1000);
    const late = socketLogged(network, { url });
    await turn();
    expect(early.names()).toEqual(['connect fail', 'connect complete']);
    expect(late.names()).toEqual(['connect success', 'connect complete']);
  });

  test('does not take a place among the ten requests', async () => {
    const { network, transport } = scriptedNetwork();
    for (let n = 0; n < 5; n += 1) socketLogged(network, { url });
    for (let n = 0; n < 10; n += 1) network.api.request({ url: 'https://api.example.com/' });
    await turn();
    expect([transport.sockets.length, transport.exchanges.length]).toEqual([5, 10]);
  });

  test('takes the number from the host profile', async () => {
    const { network, transport } = scriptedNetwork({
      profile: profileWith({ sockets: { ...binance.sockets, size: 1 } }),
    });
    socketLogged(network, { url });
    socketLogged(network, { url });
    await turn();
    expect(transport.sockets).toHaveLength(1);
  });
});

describe('Rule 18: those who watch', () => {
  test('see the call, its decision, the handshake, each message and the close', async () => {
    const { network, transport } = scriptedNetwork();
    const seen: string[] = [];
    const events: SocketEvent[] = [];
    for (const name of ['call', 'decision', 'settle', 'hop'] as const)
      network.on(name, () => seen.push(name));
    network.on('socket', (event) => {
      seen.push(event.kind);
      events.push(event);
    });
    const socket = socketLogged(network, { url });
    await turn();
    transport.lastSocket.open();
    socket.send('ping');
    socket.send(new Uint8Array(3));
    transport.lastSocket.message('pong');
    transport.lastSocket.end(1001, 'gone');
    await turn();
    expect(seen).toEqual([
      'call',
      'decision',
      'settle',
      'handshake',
      'open',
      'message',
      'message',
      'message',
      'hop',
      'close',
    ]);
    expect(events).toMatchObject([
      { kind: 'handshake', url },
      { kind: 'open' },
      { kind: 'message', direction: 'out', data: 'ping', bytes: 4 },
      { kind: 'message', direction: 'out', data: new ArrayBuffer(3), bytes: 3 },
      { kind: 'message', direction: 'in', data: 'pong', bytes: 4 },
      { kind: 'close', code: 1001, reason: 'gone' },
    ]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(1);
  });

  test('may close the network at any event, and nothing is left', async () => {
    for (const kind of ['handshake', 'open', 'message'] as const) {
      const { network, transport } = scriptedNetwork();
      network.on('socket', (event) => {
        if (event.kind === kind) void network.close();
      });
      const socket = socketLogged(network, { url });
      await turn();
      transport.lastSocket.open();
      transport.lastSocket.message('x');
      await turn();
      expect(socket.names().at(-1)).toBe('close');
      expect(transport.openSockets).toEqual([]);
      expect(vi.getTimerCount()).toBe(0);
    }
  });

  test('see a transport that breaks as a fault of the host', async () => {
    const { network, transport } = scriptedNetwork();
    transport.openSocket = () => {
      throw new Error('out of files');
    };
    const socket = socketLogged(network, { url });
    await turn();
    await turn();
    expect(socket.of('error')).toMatchObject([{ errMsg: 'connectSocket:fail unknown network error' }]);
    expect(socket.of('close')).toEqual([{ code: 1006, reason: '' }]);
  });
});
