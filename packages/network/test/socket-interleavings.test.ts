import { NetworkError } from '@minigate/network';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { scriptedNetwork } from './support/scripted-network.ts';
import { type SocketLog, socketLogged } from './support/sockets.ts';

/** One thing that happens; `which` chooses among the sockets there are at that moment. */
const kinds = [
  'connect',
  'open',
  'message',
  'send',
  'take',
  'close',
  'end',
  'error',
  'hold',
  'release',
  'closeFromListener',
] as const;
const step = fc.oneof(
  { weight: 20, arbitrary: fc.record({ kind: fc.constantFrom(...kinds), which: fc.nat(20) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 70_000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('background' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('foreground' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('policy' as const) }) },
);

/** `connect`'s callbacks first, then at most one `open`, messages only while open, `close` last and once. */
function expectLifeInOrder({ log, names }: SocketLog): void {
  const order = names();
  expect([
    ['connect success', 'connect complete'],
    ['connect fail', 'connect complete'],
  ]).toContainEqual(order.filter((name) => name.startsWith('connect')));
  const life = order
    .filter((name) => ['connect success', 'open', 'message', 'error', 'close'].includes(name))
    .join(' ');
  expect(life).toMatch(/^(|connect success( open( message)*)?( error)? close)$/);
  for (const verb of ['send', 'closing']) {
    const settled = log.filter(({ name }) => name === `${verb} success` || name === `${verb} fail`);
    expect(log.filter(({ name }) => name === `${verb} complete`)).toHaveLength(settled.length);
  }
}

describe('Rule 18: whatever happens in whatever order', () => {
  beforeEach(
    () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] }),
  );
  afterEach(() => void vi.useRealTimers());

  test('every socket has one life in order, every call one ending, and nothing is left behind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60 }), async (steps) => {
        const { network, transport } = scriptedNetwork();
        const sockets: SocketLog[] = [];
        const releases: (() => void)[] = [];
        const calls = new Map<SocketLog, { send: number; closing: number }>();
        const pick = <T>(list: readonly T[], which: number): T | undefined =>
          list[which % Math.max(1, list.length)];

        for (const each of steps) {
          switch (each.kind) {
            case 'connect': {
              const socket = socketLogged(network, { url: 'wss://api.example.com/' });
              sockets.push(socket);
              calls.set(socket, { send: 0, closing: 0 });
              break;
            }
            case 'open':
              pick(transport.openSockets, each.which)?.open();
              break;
            case 'message':
              pick(transport.openSockets, each.which)?.message('x');
              break;
            case 'take':
              pick(transport.openSockets, each.which)?.take(1);
              break;
            case 'end':
              pick(transport.openSockets, each.which)?.end(1000);
              break;
            case 'error':
              pick(transport.openSockets, each.which)?.error(new NetworkError('CONNECTION_RESET'));
              break;
            case 'send':
            case 'close': {
              const socket = pick(sockets, each.which);
              const count = socket && calls.get(socket);
              if (socket === undefined || count === undefined) break;
              if (each.kind === 'send') {
                socket.send('x');
                count.send += 1;
              } else {
                socket.close();
                count.closing += 1;
              }
              break;
            }
            case 'closeFromListener': {
              const task = pick(sockets, each.which)?.task;
              task?.onMessage(() => task.close());
              break;
            }
            case 'hold': {
              const task = pick(sockets, each.which)?.task;
              if (task !== undefined) releases.push(network.hold(task));
              break;
            }
            case 'release':
              pick(releases, each.which)?.();
              break;
            case 'wait':
              await vi.advanceTimersByTimeAsync(each.ms);
              break;
            case 'background':
              network.enterBackground();
              break;
            case 'foreground':
              network.enterForeground();
              break;
            case 'policy':
              network.updatePolicy({ appId: 'demo', version: 2, serverDomains: ['https://api.example.com'] });
              break;
          }
          expect(transport.openSockets.length).toBeLessThanOrEqual(5);
        }
        await network.close();
        await vi.advanceTimersByTimeAsync(0);
        for (const socket of sockets) {
          expectLifeInOrder(socket);
          expect(socket.task.readyState).toBe(3);
          expect(socket.of('send complete')).toHaveLength(calls.get(socket)?.send ?? 0);
          expect(socket.of('closing complete')).toHaveLength(calls.get(socket)?.closing ?? 0);
        }
        expect(transport.openSockets).toEqual([]);
        expect(vi.getTimerCount()).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});
