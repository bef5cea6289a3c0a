import { readdirSync } from 'node:fs';
import type { NetworkErrorCode } from '@minigate/network';
import { binance } from '@minigate/policy';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CallLog, callbackNames, downloadLogged, requestLogged } from '../support/calls.ts';
import * as faults from '../support/fault.ts';
import { startFaultServer } from '../support/fault-server.ts';
import { eventsOf, loopbackNetwork } from '../support/loopback-network.ts';
import { authority } from '../support/servers.ts';

const url = 'https://api.example.test/';

/** What a server may do with one connection. */
const behaviours: (() => faults.Fault)[] = [
  () => faults.answer('{"fine":true}'),
  () => faults.answer('x'.repeat(100_000)),
  faults.resetBeforeHeaders,
  faults.resetInHeaders,
  faults.resetAfterHeaders,
  faults.truncatedBody,
  faults.truncatedChunks,
  faults.overlongBody,
  faults.malformedChunk,
  faults.garbageStatusLine,
  faults.endlessHeaders,
  faults.endlessBody,
  () => faults.slowDrip(2),
  faults.silentAccept,
  faults.silentTls,
  faults.redirectLoop,
  faults.tls11Only,
];

/** What happens beside the servers; numbers choose among the calls. */
const event = fc.oneof(
  fc.record({
    kind: fc.constantFrom('request' as const, 'download' as const),
    timeout: fc.constantFrom(30, 120, 400),
  }),
  fc.record({ kind: fc.constant('abort' as const), which: fc.nat(30) }),
  fc.record({
    kind: fc.constantFrom('turn' as const, 'background' as const, 'foreground' as const, 'renew' as const),
  }),
);

const possible: readonly (NetworkErrorCode | undefined)[] = [
  undefined,
  ...([
    'ABORTED',
    'TIMED_OUT',
    'INTERRUPTED',
    'TOO_MANY_REDIRECTS',
    'RESPONSE_TOO_LARGE',
    'FILE_TOO_LARGE',
  ] as const),
  ...(['CONNECTION_RESET', 'CONNECTION_CLOSED', 'EMPTY_RESPONSE', 'CONTENT_LENGTH_MISMATCH'] as const),
  ...(['INVALID_RESPONSE', 'RESPONSE_HEADERS_TOO_LARGE', 'TLS_MISMATCH'] as const),
];

describe('Rule 14: whatever servers, programs and hosts do', () => {
  it('every call ends exactly once with a documented error, and leaves no socket and no file', async () => {
    const profile = {
      ...binance,
      background: { ...binance.background, grace: 40 },
      limits: { ...binance.limits, responseBytes: 2_000_000, downloadBytes: 2_000_000 },
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(behaviours.length - 1), { minLength: 1, maxLength: 8 }),
        fc.array(event, { minLength: 5, maxLength: 40 }),
        fc.boolean(),
        async (script, events, patient) => {
          const plays = script.map((index) => (behaviours[index] ?? faults.silentAccept)());
          const server = await startFaultServer(plays, { authority });
          const network = loopbackNetwork(server, { profile });
          const { tempDirectory } = network;
          const settled = eventsOf(network, 'settle');
          const calls: (CallLog & { task: { abort(): void } })[] = [];
          for (const each of events) {
            if (each.kind === 'request') calls.push(requestLogged(network, { url, timeout: each.timeout }));
            else if (each.kind === 'download')
              calls.push(downloadLogged(network, { url, timeout: each.timeout }));
            else if (each.kind === 'abort') calls[each.which % Math.max(1, calls.length)]?.task.abort();
            else if (each.kind === 'background') network.enterBackground();
            else if (each.kind === 'foreground') network.enterForeground();
            else if (each.kind === 'renew') network.setDebugging(calls.length % 2 === 0);
            else await new Promise((resolve) => setTimeout(resolve, 5));
          }
          if (patient) await Promise.all(calls.map(({ done }) => done));
          await network.close();
          await Promise.all(calls.map(({ done }) => done));
          await server.disconnected();
          expect(server.open()).toBe(0);
          await server.close();
          for (const call of calls) {
            expect(callbackNames(call)).toBeOneOf([
              ['success', 'complete'],
              ['fail', 'complete'],
            ]);
          }
          expect(settled.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual(calls.map((_, i) => i + 1));
          for (const { error } of settled) expect(possible).toContain(error?.code);
          expect(() => readdirSync(tempDirectory)).toThrow(/ENOENT/);
        },
      ),
      { numRuns: 40 },
    );
  }, 120_000);
});
