import { readdirSync } from 'node:fs';
import { NetworkError } from '@minigate/network';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type CallLog, downloadLogged, requestLogged } from '../../../test/support/calls.ts';
import { scriptedNetwork } from './support/scripted-network.ts';

const url = 'https://api.example.com/';

/** One thing that happens; numbers choose among the calls or hops there are at that moment. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('request' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('download' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('head' as const), which: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('data' as const), which: fc.nat(20) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('end' as const), which: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('redirect' as const), which: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('error' as const), which: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('abort' as const), which: fc.nat(60) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 70_000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('background' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('foreground' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('debugging' as const), on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('policy' as const) }) },
);

describe('Rule 14: whatever happens in whatever order', () => {
  beforeEach(
    () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] }),
  );
  afterEach(() => void vi.useRealTimers());

  test('settles every call exactly once and leaves no slot, timer, hop or file behind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60 }), async (steps) => {
        const { network, transport } = scriptedNetwork();
        const { tempDirectory } = network;
        const settled = new Map<number, number>();
        network.on('settle', ({ id }) => settled.set(id, (settled.get(id) ?? 0) + 1));
        const calls: (CallLog & { task: { abort(): void } })[] = [];
        const headed = new Set<unknown>();
        const hop = (which: number) => transport.open[which % Math.max(1, transport.open.length)];

        for (const each of steps) {
          switch (each.kind) {
            case 'request':
              calls.push(requestLogged(network, { url }));
              break;
            case 'download':
              calls.push(downloadLogged(network, { url }));
              break;
            case 'head':
            case 'data':
            case 'end': {
              const target = hop(each.which);
              if (target === undefined) break;
              if (!headed.has(target)) target.head(200);
              headed.add(target);
              if (each.kind !== 'head') target.data('chunk');
              if (each.kind === 'end') target.end();
              break;
            }
            case 'redirect': {
              const target = hop(each.which);
              if (target !== undefined && !headed.has(target)) target.redirect(302, '/again');
              break;
            }
            case 'error':
              hop(each.which)?.error(new NetworkError('CONNECTION_RESET'));
              break;
            case 'abort':
              calls[each.which % Math.max(1, calls.length)]?.task.abort();
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
            case 'debugging':
              network.setDebugging(each.on);
              break;
            case 'policy':
              network.updatePolicy({ appId: 'demo', version: 2, serverDomains: ['https://api.example.com'] });
              break;
          }
          expect(transport.open.length).toBeLessThanOrEqual(10);
        }
        const closed = network.close();
        await vi.advanceTimersByTimeAsync(0);
        await closed;
        await vi.advanceTimersByTimeAsync(0);
        for (const call of calls) {
          const order = call.events.map(({ callback }) => callback);
          expect([
            ['success', 'complete'],
            ['fail', 'complete'],
          ]).toContainEqual(order);
        }
        expect([...settled.values()].every((count) => count === 1)).toBe(true);
        expect(settled.size).toBe(calls.length);
        expect(transport.open).toEqual([]);
        expect(vi.getTimerCount()).toBe(0);
        expect(() => readdirSync(tempDirectory)).toThrow(/ENOENT/);
      }),
      { numRuns: 150 },
    );
  });
});
