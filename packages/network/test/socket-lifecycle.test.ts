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

async function twoSockets(options: Parameters<typeof scriptedNetwork>[0] = {}) {
  const { network, transport } = scriptedNetwork(options);
  const open = socketLogged(network, { url });
  const connecting = socketLogged(network, { url });
  await turn();
  transport.sockets[0]?.open();
  return { network, transport, open, connecting };
}

describe('Rules 11 and 18: sockets in the background', () => {
  test('after 5 s an open socket closes with 1006 `interrupted`, a handshake fails with `interrupted`', async () => {
    const { network, transport, open, connecting } = await twoSockets();
    await vi.advanceTimersByTimeAsync(20_000);
    network.enterBackground();
    await vi.advanceTimersByTimeAsync(4_999);
    expect([open.task.readyState, connecting.task.readyState]).toEqual([1, 0]);
    await vi.advanceTimersByTimeAsync(1);
    expect(open.names().slice(3)).toEqual(['close']);
    expect(open.of('close')).toEqual([{ code: 1006, reason: 'interrupted' }]);
    expect(connecting.names().slice(2)).toEqual(['error', 'close']);
    expect(connecting.of('error')).toEqual([{ errMsg: 'connectSocket:fail interrupted', errno: 600003 }]);
    expect(connecting.of('close')).toEqual([{ code: 1006, reason: 'interrupted' }]);
    expect(transport.sockets.map(({ ending }) => ending)).toEqual(['cancelled', 'cancelled']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('a socket that the program is closing is interrupted too', async () => {
    const { network, open } = await twoSockets();
    open.close({ code: 3000, reason: 'bye' });
    network.enterBackground();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(open.of('close')).toEqual([{ code: 1006, reason: 'interrupted' }]);
  });

  test('within the grace a socket still gets messages, opens and closes', async () => {
    const { network, transport, open, connecting } = await twoSockets();
    network.enterBackground();
    transport.sockets[0]?.message('news');
    transport.sockets[1]?.open();
    transport.sockets[0]?.end(1000);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(open.names().slice(3)).toEqual(['message', 'close']);
    expect(connecting.task.readyState).toBe(1);
  });

  test('a return cancels the timer, and the next departure begins anew', async () => {
    const { network, open } = await twoSockets();
    network.enterBackground();
    await vi.advanceTimersByTimeAsync(4_000);
    network.enterForeground();
    await vi.advanceTimersByTimeAsync(10_000);
    network.enterBackground();
    await vi.advanceTimersByTimeAsync(4_000);
    expect(open.task.readyState).toBe(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(open.task.readyState).toBe(3);
  });

  test('connecting, sending and closing fail with `interrupted`', async () => {
    const { network, transport, open } = await twoSockets();
    network.enterBackground();
    const late = socketLogged(network, { url });
    open.send('x');
    open.close();
    await turn();
    const interrupted = { errno: 600003 };
    expect(late.of('connect fail')).toMatchObject([
      { errMsg: 'connectSocket:fail interrupted', ...interrupted },
    ]);
    expect(open.of('send fail')).toMatchObject([
      { errMsg: 'sendSocketMessage:fail interrupted', ...interrupted },
    ]);
    expect(open.of('closing fail')).toMatchObject([
      { errMsg: 'closeSocket:fail interrupted', ...interrupted },
    ]);
    expect(transport.sockets).toHaveLength(2);
    expect(open.task.readyState).toBe(1);
    network.enterForeground();
    open.send('y');
    expect(transport.sockets[0]?.sent).toHaveLength(1);
  });

  test('a host profile may let them go on within the grace', async () => {
    const { network, transport, open } = await twoSockets({
      profile: profileWith({ background: { ...binance.background, startedInGrace: 'allow' } }),
    });
    network.enterBackground();
    open.send('x');
    expect(transport.sockets[0]?.sent).toHaveLength(1);
  });

  test('a send that waits fails with `interrupted`', async () => {
    const { network, open } = await twoSockets();
    open.send('x');
    network.enterBackground();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(open.of('send fail')).toMatchObject([{ errMsg: 'sendSocketMessage:fail interrupted' }]);
    expect(open.names().at(-1)).toBe('close');
  });
});

describe('Rules 18 and 22: a device that loses its connection', () => {
  test('fails every socket, and refuses new ones until it is connected again', async () => {
    const { network, transport, open, connecting } = await twoSockets();
    open.send('x');
    network.setConnection({ type: 'none' });
    const late = socketLogged(network, { url });
    await turn();
    const lost = {
      errMsg: expect.stringMatching(/^connectSocket:fail -106:net::ERR_INTERNET_DISCONNECTED$/),
    };
    expect(open.names().slice(3)).toEqual(['send fail', 'send complete', 'error', 'close']);
    expect(connecting.names().slice(2)).toEqual(['error', 'close']);
    for (const socket of [open, connecting]) {
      expect(socket.of('error')).toMatchObject([lost]);
      expect(socket.of('close')).toEqual([{ code: 1006, reason: '' }]);
    }
    expect(late.of('connect fail')).toMatchObject([lost]);
    expect(transport.openSockets).toEqual([]);
    network.setConnection({ type: 'wifi' });
    const again = socketLogged(network, { url });
    await turn();
    expect(again.of('connect success')).toHaveLength(1);
  });
});

describe('Rule 18: closing the network', () => {
  test('settles every socket before it has closed, and leaves nothing', async () => {
    const { network, transport, open, connecting } = await twoSockets();
    const unborn = socketLogged(network, { url });
    open.send('x');
    await network.close();
    await turn();
    expect(open.names().slice(3)).toEqual(['send fail', 'send complete', 'close']);
    expect(connecting.names().slice(2)).toEqual(['error', 'close']);
    expect(unborn.names().toSorted()).toEqual(['close', 'connect complete', 'connect success', 'error']);
    expect(transport.sockets).toHaveLength(2);
    expect(transport.openSockets).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('lets no socket begin', async () => {
    const { network, transport } = scriptedNetwork();
    await network.close();
    const socket = socketLogged(network, { url });
    await turn();
    expect(socket.of('connect fail')).toMatchObject([{ errMsg: 'connectSocket:fail interrupted' }]);
    expect(transport.sockets).toEqual([]);
  });
});

describe('Rule 14: what a program throws', () => {
  test('stays with it and disturbs neither the socket nor other listeners', async () => {
    const { network, transport } = scriptedNetwork();
    const errors: string[] = [];
    network.on('callbackError', ({ callback }) => errors.push(callback));
    const boom = () => {
      throw new Error('boom');
    };
    const task = network.api.connectSocket({ url, success: boom, complete: boom });
    const heard = vi.fn();
    for (const listen of [task.onOpen, task.onMessage, task.onClose]) {
      listen(boom);
      listen(heard);
    }
    await turn();
    transport.lastSocket.open();
    transport.lastSocket.message('x');
    task.send({ data: 'x', success: boom, complete: boom });
    transport.lastSocket.take();
    task.close({ success: boom, complete: boom });
    transport.lastSocket.end(1000);
    await turn();
    expect(heard).toHaveBeenCalledTimes(3);
    expect(errors.toSorted()).toEqual(
      [
        'success',
        'complete',
        'onOpen',
        'onMessage',
        'success',
        'complete',
        'success',
        'complete',
        'onClose',
      ].toSorted(),
    );
  });
});
