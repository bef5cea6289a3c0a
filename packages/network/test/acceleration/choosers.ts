import { type AccelerationPolicy, accelerationOf } from '@minigate/policy';
import { Chooser, type ChooserOptions } from '../../src/acceleration/chooser.ts';

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
  let state = seed >>> 0;
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
