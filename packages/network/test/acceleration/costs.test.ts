import { describe, expect, it } from 'vitest';
import { chooserOf, far, knowing, near, origin, twin, viewOf } from './choosers.ts';

const costOf = (...of: Parameters<typeof viewOf>) => viewOf(...of).cost ?? Number.NaN;

/** Three late answers in a row: they count. */
function slowDown(chooser: ReturnType<typeof knowing>, now: number): void {
  for (let n = 0; n < 3; n += 1) chooser.answered(0, near, { firstByte: 400 }, now);
}

describe('rule 25: what a call to a server is expected to cost', () => {
  it('goes up at once with three late answers in a row, and down with time as answers are quick again', () => {
    const chooser = knowing({ [near]: 50 });
    slowDown(chooser, 1000);
    expect(costOf(chooser, near, 1000)).toBe(400);
    chooser.answered(0, near, { firstByte: 50 }, 2000);
    expect(costOf(chooser, near, 2000)).toBeGreaterThan(300);
    for (let now = 3000; now <= 32_000; now += 1000) chooser.answered(0, near, { firstByte: 50 }, now);
    expect(costOf(chooser, near, 32_000)).toBeLessThan(80);
  });

  it('comes back to what is usual where nothing is measured meanwhile', () => {
    const chooser = knowing({ [near]: 50 });
    slowDown(chooser, 1000);
    expect(costOf(chooser, near, 11_000)).toBeGreaterThan(200);
    expect(costOf(chooser, near, 81_000)).toBeLessThan(70);
  });

  it('has the price of a failure in it, which is forgotten with time', () => {
    const chooser = knowing({ [near]: 50 });
    chooser.failed(0, near, 'broken', 1000);
    expect(costOf(chooser, near, 1000)).toBeCloseTo(50 + 0.1 * 2000, 5);
    expect(costOf(chooser, near, 31_000)).toBeCloseTo(50 + (0.1 * 2000) / Math.E, 5);
    expect(costOf(chooser, near, 301_000)).toBeCloseTo(50, 1);
  });

  it('is how long an answer has been waited for, once that is suspicious', () => {
    const chooser = knowing({ [near]: 50 });
    expect(chooser.choose(1000).origin).toBe(near);
    expect(costOf(chooser, near, 1250)).toBe(50);
    expect(costOf(chooser, near, 1251)).toBe(251);
  });

  it('is half a connection and what answering takes elsewhere, where only a connection was made', () => {
    const chooser = chooserOf([{ origin: near }, { origin: far }]);
    chooser.answered(0, near, { firstByte: 60, connect: 80 }, 0);
    for (const probe of chooser.probes(0)) {
      if (probe.origin === far) chooser.probeAnswered(probe, { connect: 100 }, 0);
    }
    expect(costOf(chooser, far, 0)).toBe(100 / 2 + (60 - 80 / 2));
  });
});

describe('rule 25: a choice does not flap', () => {
  it('stays where another server is better by less than nearBest, however slow both are', () => {
    const chooser = knowing({ [near]: 500, [origin]: 460 });
    expect(chooser.choose(1000)).toMatchObject({ origin: near, why: 'kept' });
  });

  it('leaves where it is better by more, and stays there by a nearBest that is larger', () => {
    const known = { [near]: 520, [origin]: 460 };
    expect(knowing(known).choose(1000)).toMatchObject({ origin, why: 'better' });
    const loose = knowing(known, { thresholds: { nearBest: 1.2 } });
    expect(loose.choose(1000)).toMatchObject({ origin: near, why: 'kept' });
  });

  it('waits for a fresh measurement of the better one, unless it costs less than half', () => {
    expect(knowing({ [near]: 800, [origin]: 460 }).choose(6000)).toMatchObject({ origin: near, why: 'kept' });
    expect(knowing({ [near]: 1000, [origin]: 460 }).choose(6000)).toMatchObject({ origin, why: 'better' });
  });
});

describe('rule 25: among servers that are about as good', () => {
  /** Whom twenty clients with luck of their own change to. */
  const chosenBy = (known: Readonly<Record<string, number>>) =>
    new Set(
      Array.from({ length: 20 }, (_, seed) => knowing(known, { random: luckOf(seed) }).choose(1000).origin),
    );

  it('clients do not all take the best one, and nobody takes one that is only nearly good enough to stay with', () => {
    expect(chosenBy({ [near]: 2000, [origin]: 460, [twin]: 475, [far]: 495 })).toEqual(
      new Set([origin, twin]),
    );
  });

  it('of two that are drawn the one with fewer calls under way is taken', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const chooser = knowing({ [near]: 2000, [origin]: 460, [twin]: 460 }, { random: luckOf(seed) });
      chooser.repeated(7, origin, 1000);
      expect(chooser.choose(1000).origin).toBe(twin);
    }
  });

  it('where calls under way count less for a server of more weight', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const known = { [near]: 2000, [origin]: 460, [twin]: 460 };
      const chooser = knowing(known, { random: luckOf(seed), weights: { [origin]: 4 } });
      for (const [call, at] of [
        [7, origin],
        [8, origin],
        [9, twin],
      ] as const)
        chooser.repeated(call, at, 1000);
      expect(chooser.choose(1000).origin).toBe(origin);
    }
  });
});

/** Twenty of them share out the numbers from 0 to 1. */
function luckOf(seed: number): () => number {
  return () => seed / 20;
}
