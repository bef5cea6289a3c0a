import { NetworkError } from '@minigate/network';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type CallLog, downloadLogged, requestLogged } from '../../../../test/support/calls.ts';
import { scriptedNetwork } from '../support/scripted-network.ts';
import type { ScriptedExchange } from '../support/scripted-transport.ts';
import { far, near, origin, twin } from './choosers.ts';

const policy = (candidates: readonly string[]) => ({
  appId: 'demo',
  version: 1,
  serverDomains: [origin],
  firstParty: true,
  acceleration: { origin, candidates: candidates.map((candidate) => ({ origin: candidate })) },
});

const errors = [
  ...Array<'CONNECTION_RESET'>(6).fill('CONNECTION_RESET'),
  'CONNECTION_REFUSED',
  'CERTIFICATE_INVALID',
  'PROXY_FAILED',
] as const;

/** One thing that happens; numbers choose among the calls, requests or connections there are at that moment. */
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('request' as const),
      method: fc.constantFrom('GET' as const, 'PUT' as const, 'POST' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('download' as const) }) },
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('connected' as const), which: fc.nat(20) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('unconnected' as const),
      which: fc.nat(20),
      code: fc.constantFrom(...errors),
    }),
  },
  { weight: 16, arbitrary: fc.record({ kind: fc.constant('sent' as const), which: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('head' as const), which: fc.nat(20) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('end' as const), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('redirect' as const), which: fc.nat(20) }) },
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('error' as const),
      which: fc.nat(20),
      code: fc.constantFrom(...errors),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('abort' as const), which: fc.nat(60) }) },
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 3000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('hide' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('show' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('policy' as const),
      candidates: fc.uniqueArray(fc.constantFrom(near, twin, far, origin), { minLength: 1 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('connection' as const),
      type: fc.constantFrom('wifi' as const, '4g' as const, 'none' as const),
    }),
  },
);

describe('Rule 25: whatever happens in whatever order', () => {
  beforeEach(
    () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] }),
  );
  afterEach(() => void vi.useRealTimers());

  test('settles every call once, sends what cannot be repeated once and all else twice at most, and leaves nothing behind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 120, size: 'max' }), async (steps) => {
        vi.clearAllTimers();
        const { network, transport } = scriptedNetwork({ policy: policy([near, twin, far]) });
        const calls: (CallLog & { task: { abort(): void } })[] = [];
        const headed = new Set<ScriptedExchange>();
        /** Those that were sent, by the hop that they are of: its path is its own. */
        const sent = new Map<string, ScriptedExchange[]>();
        let hops = 0;
        const url = () => `${origin}/${(hops += 1)}`;
        const exchange = (which: number) => transport.open[which % Math.max(1, transport.open.length)];
        const dialled = (which: number) => transport.dialling[which % Math.max(1, transport.dialling.length)];
        const note = (one: ScriptedExchange | undefined) => {
          if (one === undefined || one.timing.requestStart !== 0) return;
          one.sent();
          const { path, method } = one.request;
          const before = sent.get(path) ?? [];
          if (method !== 'GET') expect(before.filter(({ ending }) => ending === 'none')).toEqual([]);
          if (path !== '/') sent.set(path, [...before, one]);
        };

        for (const each of steps) {
          switch (each.kind) {
            case 'request':
              calls.push(requestLogged(network, { url: url(), method: each.method }));
              break;
            case 'download':
              calls.push(downloadLogged(network, { url: url() }));
              break;
            case 'connected':
              dialled(each.which)?.connected(each.which);
              break;
            case 'unconnected':
              dialled(each.which)?.error(new NetworkError(each.code));
              break;
            case 'sent':
              note(exchange(each.which));
              break;
            case 'head':
            case 'end': {
              const target = exchange(each.which);
              note(target);
              if (target === undefined) break;
              if (!headed.has(target)) target.head(each.which === 7 ? 503 : 200);
              headed.add(target);
              if (each.kind === 'end') target.end();
              break;
            }
            case 'redirect': {
              const target = exchange(each.which);
              note(target);
              if (target !== undefined && !headed.has(target)) target.redirect(302, `${near}/${(hops += 1)}`);
              break;
            }
            case 'error':
              exchange(each.which)?.error(new NetworkError(each.code));
              break;
            case 'abort':
              calls[each.which % Math.max(1, calls.length)]?.task.abort();
              break;
            case 'wait':
              await vi.advanceTimersByTimeAsync(each.ms);
              break;
            case 'hide':
              network.enterBackground();
              break;
            case 'show':
              network.enterForeground();
              break;
            case 'policy':
              network.updatePolicy(policy(each.candidates));
              break;
            case 'connection':
              network.setConnection({ type: each.type });
              break;
          }
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
        for (const exchanges of sent.values()) {
          const [first] = exchanges;
          expect(exchanges.length).toBeLessThanOrEqual(first?.request.method === 'POST' ? 1 : 2);
        }
        expect(transport.open).toEqual([]);
        expect(transport.dialling).toEqual([]);
        expect(vi.getTimerCount()).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});
