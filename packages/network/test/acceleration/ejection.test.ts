import type { AccelerationPolicy } from '@minigate/policy';
import { describe, expect, it } from 'vitest';
import type { Chooser } from '../../src/acceleration/chooser.ts';
import type { Failure } from '../../src/acceleration/health.ts';
import { chooserOf, far, knowing, near, origin, twin, viewOf } from './choosers.ts';

const known = { [near]: 50, [origin]: 60, [twin]: 70, [far]: 80 };

function chooserWith(thresholds: AccelerationPolicy['thresholds'] = {}, luck = 0): Chooser {
  return knowing(known, { random: () => luck, thresholds });
}

function fail(chooser: Chooser, candidate: string, now: number, times = 1, why: Failure = 'broken'): void {
  for (let n = 0; n < times; n += 1) chooser.failed(0, candidate, why, now);
}

const stateOf = (...of: Parameters<typeof viewOf>) => viewOf(...of).state;
const untilOf = (chooser: Chooser, now: number) => viewOf(chooser, near, now).ejection?.until ?? Number.NaN;

/** What a probe of the candidate comes to; it has to be due. */
function probe(chooser: Chooser, now: number, why?: Failure): void {
  const due = chooser.probes(now).find((one) => one.origin === near);
  if (due === undefined) throw new Error('no probe is due');
  if (why === undefined) chooser.probeAnswered(due, { firstByte: 50 }, now);
  else chooser.probeFailed(due, why, now);
}

describe('rule 25: a server is ejected', () => {
  it('after as many failures in a row as the policy says, which an answer begins anew', () => {
    const chooser = chooserWith({ consecutiveFailures: 5, failureRate: 1 });
    for (let n = 0; n < 10; n += 1) {
      fail(chooser, near, 1000, 4);
      expect(stateOf(chooser, near, 1000)).toBe('healthy');
      chooser.answered(0, near, { firstByte: 50 }, 1000);
    }
    fail(chooser, near, 1000, 5);
    expect(viewOf(chooser, near, 1000)).toMatchObject({ state: 'ejected', ejection: { why: 'broken' } });
  });

  it('from the share of failures on that the policy says', () => {
    const chooser = chooserWith({ consecutiveFailures: 100, failureRate: 0.25 });
    fail(chooser, near, 1000, 2);
    expect(stateOf(chooser, near, 1000)).toBe('healthy');
    fail(chooser, near, 1000);
    expect(viewOf(chooser, near, 1000)).toMatchObject({ ejection: { why: 'failure share' } });
    const strict = chooserWith({ consecutiveFailures: 100, failureRate: 0.05 });
    fail(strict, near, 1000);
    expect(stateOf(strict, near, 1000)).toBe('ejected');
  });

  it('for twice as long each time, up to the longest, and by chance up to a quarter longer', () => {
    for (const [luck, factor] of [
      [0, 1],
      [0.5, 1.125],
      [1, 1.25],
    ] as const) {
      const chooser = chooserWith(
        { consecutiveFailures: 1, ejectionTime: 2000, longestEjection: 7000 },
        luck,
      );
      let now = 1000;
      fail(chooser, near, now);
      for (const time of [2000, 4000, 7000, 7000]) {
        expect(untilOf(chooser, now) - now).toBeCloseTo(time * factor, 5);
        now = untilOf(chooser, now);
        probe(chooser, now, 'silent');
      }
    }
  });

  it('for less long again after it has done well for as long as it was away', () => {
    const chooser = chooserWith({ consecutiveFailures: 1, ejectionTime: 2000, longestEjection: 60_000 });
    fail(chooser, near, 1000);
    probe(chooser, 3000, 'silent');
    probe(chooser, 7000);
    fail(chooser, near, 10_999);
    expect(untilOf(chooser, 10_999) - 10_999).toBe(8000);
    probe(chooser, 18_999);
    fail(chooser, near, 26_999);
    expect(untilOf(chooser, 26_999) - 26_999).toBe(8000);
    probe(chooser, 34_999);
    fail(chooser, near, 200_000);
    expect(untilOf(chooser, 200_000) - 200_000).toBe(2000);
  });

  it('until it answers a probe, and not by an answer to a call that was sent before', () => {
    const chooser = chooserWith();
    fail(chooser, near, 1000, 3);
    chooser.answered(0, near, { firstByte: 50 }, 2000);
    expect(stateOf(chooser, near, 2000)).toBe('ejected');
    expect(stateOf(chooser, near, 11_000)).toBe('returning');
    probe(chooser, 11_000);
    expect(stateOf(chooser, near, 11_000)).toBe('healthy');
  });

  it('and is not probed meanwhile, also if nothing is known of it', () => {
    const chooser = chooserOf([{ origin }, { origin: near }]);
    fail(chooser, near, 1000, 3);
    expect(chooser.probes(1000)).toEqual([{ origin, kind: 'connection' }]);
    const back = untilOf(chooser, 1000);
    expect(chooser.probes(back - 1).map((one) => one.origin)).not.toContain(near);
    expect(chooser.probes(back)).toContainEqual({ origin: near, kind: 'request' });
  });

  it('again at once, where that probe fails, whatever the policy says of failures in a row', () => {
    const chooser = chooserWith({ consecutiveFailures: 100, failureRate: 1 });
    fail(chooser, near, 1000, 1, 'certificate');
    expect(untilOf(chooser, 1000)).toBe(61_000);
    probe(chooser, 61_000, 'silent');
    expect(viewOf(chooser, near, 61_000)).toMatchObject({ state: 'ejected', ejection: { why: 'silent' } });
  });
});

describe('rule 25: so many may be ejected', () => {
  const panicWith = (ejectedShare: number | undefined, ...ill: string[]) => {
    const chooser = chooserWith(ejectedShare === undefined ? {} : { ejectedShare });
    for (const one of ill) fail(chooser, one, 1000, 3);
    const { panic, origin: chosen, alternates } = chooser.choose(1000);
    return { panic, used: new Set([chosen, ...alternates]) };
  };

  it('half of them, if the policy does not say; beyond that all are used', () => {
    expect(panicWith(undefined, near, twin)).toEqual({ panic: false, used: new Set([origin, far]) });
    expect(panicWith(undefined, near, twin, far)).toEqual({ panic: true, used: new Set(Object.keys(known)) });
  });

  it('as many as the policy says', () => {
    expect(panicWith(0.2, near).panic).toBe(true);
    expect(panicWith(1, near, twin, far)).toEqual({ panic: false, used: new Set([origin]) });
    expect(panicWith(1, near, twin, far, origin).panic).toBe(true);
  });

  it('and while all are used, one that is well is still preferred to the origin that is no candidate', () => {
    const chooser = chooserOf([{ origin: near }, { origin: twin }, { origin: far }]);
    for (const one of [near, twin]) fail(chooser, one, 1000, 3);
    expect(chooser.choose(1100)).toMatchObject({ panic: true, why: 'unmeasured' });
    fail(chooser, far, 1200, 3);
    expect(chooser.choose(1300)).toMatchObject({ panic: true, origin, why: 'fallback' });
  });
});
