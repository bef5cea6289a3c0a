import { type AccelerationPolicy, accelerationOf } from '@minigate/policy';
import { observe } from '../../src/acceleration/average.ts';
import { Chooser, type ChooserOptions } from '../../src/acceleration/chooser.ts';
import { unharmed } from '../../src/acceleration/health.ts';

export const origin = 'https://www.example.com';
export const near = 'https://near.example.com';
export const twin = 'https://twin.example.com';
export const far = 'https://far.example.com';

/** A complete policy for these candidates. */
export function policyOf(
  candidates: AccelerationPolicy['candidates'],
  thresholds: AccelerationPolicy['thresholds'] = {},
) {
  const policy = { origin, candidates, thresholds, timeToLive: 60_000 };
  const acceleration = accelerationOf({ firstParty: true, acceleration: policy });
  if (acceleration === undefined) throw new Error('a first-party program is accelerated');
  return acceleration;
}

/** With luck that repeats itself, unless other luck is given. */
export function chooserOf(
  candidates: AccelerationPolicy['candidates'],
  options: Partial<ChooserOptions> & { thresholds?: AccelerationPolicy['thresholds'] } = {},
): Chooser {
  const { thresholds, ...rest } = options;
  return new Chooser({ acceleration: policyOf(candidates, thresholds), random: seeded(1), ...rest });
}

/** Numbers from 0 to below 1 that follow from the seed. */
export function seeded(seed: number): () => number {
  // Seeds that are neighbours are to have nothing in common.
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Probes whoever is due, until nobody is; each way as given, in milliseconds. */
export function probeAll(chooser: Chooser, ways: Readonly<Record<string, number>>, now: number): void {
  for (let probes = chooser.probes(now); probes.length > 0; probes = chooser.probes(now)) {
    for (const probe of probes) {
      const way = ways[probe.origin];
      if (way === undefined) chooser.probeFailed(probe, 'silent', now);
      else
        chooser.probeAnswered(
          probe,
          { connect: 2 * way, ...(probe.kind === 'request' && { firstByte: way + 10 }) },
          now,
        );
    }
  }
}

/** One call, answered by whoever is chosen after `way` and 10 ms, or never where there is none. */
export function callOnce(chooser: Chooser, ways: Readonly<Record<string, number>>, now: number): string {
  const { call, origin: chosen } = chooser.choose(now);
  const way = ways[chosen];
  if (way === undefined) chooser.failed(call, chosen, 'unreachable', now);
  else chooser.answered(call, chosen, { firstByte: way + 10 }, now);
  return chosen;
}

/** What people are shown of one candidate. */
export function viewOf(chooser: Chooser, candidate: string, now: number) {
  const view = chooser.candidates(now).find((one) => one.origin === candidate);
  if (view === undefined) throw new Error(`${candidate} is no candidate`);
  return view;
}

/** A chooser that knows what a first byte takes at each of these, in milliseconds, and uses the first one. */
export function knowing(
  firstBytes: Readonly<Record<string, number>>,
  options: Parameters<typeof chooserOf>[1] & { weights?: Readonly<Record<string, number>> } = {},
): Chooser {
  const { weights = {}, ...rest } = options;
  const [first = ''] = Object.keys(firstBytes);
  const servers = new Map(
    Object.entries(firstBytes).map(([candidate, firstByte]) => {
      const average = observe(undefined, firstByte, 0);
      return [candidate, { firstByte: average, connect: undefined, health: unharmed }] as const;
    }),
  );
  const candidates = Object.keys(firstBytes).map((candidate) => ({
    origin: candidate,
    weight: weights[candidate] ?? 1,
  }));
  return chooserOf(candidates, { memory: { at: 0, current: first, servers }, ...rest });
}
