import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callOnce, chooserOf, far, knowing, near, origin, probeAll, seeded, twin } from './choosers.ts';

const three = [{ origin }, { origin: near }, { origin: far }];
const ways = { [origin]: 60, [near]: 40, [far]: 150 };

/** A chooser that has measured everything and uses the nearest server, at 10 s. */
function settled(candidates = three) {
  const chooser = chooserOf(candidates);
  callOnce(chooser, ways, 0);
  probeAll(chooser, ways, 100);
  for (let now = 1000; now <= 10_000; now += 500) {
    callOnce(chooser, ways, now);
    probeAll(chooser, ways, now);
  }
  return chooser;
}

describe('rule 25: where nothing is measured', () => {
  it('takes the lowest priority, and of those each by its weight', () => {
    const counts = new Map<string, number>();
    const random = seeded(7);
    for (let n = 0; n < 4000; n += 1) {
      const candidates = [
        { origin, priority: 1, weight: 1000 },
        { origin: near, weight: 3 },
        { origin: far, weight: 1 },
      ];
      const choice = chooserOf(candidates, { random }).choose(0);
      expect(choice.why).toBe('unmeasured');
      counts.set(choice.origin, (counts.get(choice.origin) ?? 0) + 1);
    }
    expect(counts.get(origin)).toBeUndefined();
    expect((counts.get(near) ?? 0) / 4000).toBeCloseTo(0.75, 1);
  });

  it('prefers the region of the device among two that are drawn', () => {
    const candidates = [
      { origin: near, region: 'eu' },
      { origin: far, region: 'us' },
    ];
    let first = 0;
    for (let seed = 1; seed < 20; seed += 1) {
      const chosen = (region?: string) =>
        chooserOf(candidates, { random: seeded(seed), ...(region && { region }) }).choose(0).origin;
      expect([chosen('us'), chosen('eu')]).toEqual([far, near]);
      if (chosen() === near) first += 1;
    }
    expect(first).toBeGreaterThan(3);
    expect(first).toBeLessThan(16);
  });

  it('has connections attempted beside each other, and every other candidate probed by a connection', () => {
    const chooser = chooserOf(three);
    const choice = chooser.choose(0);
    expect(choice.headStart).toBe(250);
    expect(new Set([choice.origin, ...choice.alternates])).toEqual(new Set([origin, near, far]));
    const probes = chooser.probes(0);
    expect(probes.map(({ kind }) => kind)).toEqual(['connection', 'connection']);
    expect(new Set([choice.origin, ...probes.map((probe) => probe.origin)])).toEqual(
      new Set([origin, near, far]),
    );
    expect(chooser.probes(0)).toEqual([]);
  });
});

describe('rule 25: where latencies are known', () => {
  it('uses the nearest server, and stays with it while others are no better', () => {
    const chooser = settled();
    const choice = chooser.choose(10_100);
    expect(choice).toMatchObject({ origin: near, why: 'kept', headStart: undefined, panic: false });
  });

  it('does not leave for one or two late answers, and does for three', () => {
    const chooser = settled();
    const late = (now: number) => {
      const { call, origin: chosen } = chooser.choose(now);
      chooser.answered(call, chosen, { firstByte: 400 }, now);
      return chosen;
    };
    expect([late(10_100), late(10_200), callOnce(chooser, ways, 10_300)]).toEqual([near, near, near]);
    expect([late(10_400), late(10_500), late(10_600)]).toEqual([near, near, near]);
    expect(chooser.choose(10_700)).toMatchObject({ origin, why: 'better' });
  });

  it('does not send more calls to a server that leaves one unanswered', () => {
    const chooser = settled();
    expect(chooser.choose(10_100).origin).toBe(near);
    expect(chooser.choose(10_150).origin).toBe(near);
    expect(chooser.choose(10_500).origin).toBe(origin);
  });

  it('has a somewhat better server probed by a request before it changes to it', () => {
    const chooser = settled();
    const slower = { ...ways, [near]: 75 };
    for (const now of [18_000, 18_100, 18_200, 18_300]) callOnce(chooser, slower, now);
    expect(chooser.choose(20_000)).toMatchObject({ origin: near, why: 'kept' });
    const probe = chooser.probes(20_000).find(({ kind }) => kind === 'request');
    expect(probe?.origin).toBe(origin);
    if (probe) chooser.probeAnswered(probe, { firstByte: 70 }, 20_100);
    expect(chooser.choose(20_200)).toMatchObject({ origin, why: 'better' });
  });

  it('takes the less busy one of servers that are as near', () => {
    const candidates = [{ origin }, { origin: near }, { origin: twin }];
    const same = { [origin]: 60, [near]: 40, [twin]: 40 };
    const chosen = new Set<string>();
    for (let seed = 1; seed <= 20; seed += 1) {
      const chooser = chooserOf(candidates, { random: seeded(seed) });
      callOnce(chooser, { [origin]: 300, [near]: 300, [twin]: 300 }, 0);
      probeAll(chooser, same, 100);
      chosen.add(callOnce(chooser, same, 200));
    }
    expect(chosen).toEqual(new Set([near, twin]));
  });

  it('names one of another region as the first alternate', () => {
    const candidates = [
      { origin: near, region: 'eu' },
      { origin, region: 'eu' },
      { origin: far, region: 'us' },
    ];
    expect(settled(candidates).choose(10_100)).toMatchObject({ origin: near, alternates: [far, origin] });
  });

  it('waits for a first byte longer where answers take longer, from one second to eight', () => {
    const chooser = chooserOf([{ origin }]);
    const patience = (firstByte: number, now: number) => {
      for (let n = 0; n < 3; n += 1) chooser.answered(0, origin, { firstByte }, now + n);
      return chooser.choose(now + 10).patience;
    };
    expect(patience(40, 0)).toBe(1000);
    expect(patience(500, 100)).toBe(3000);
    expect(patience(60_000, 200)).toBe(8000);
  });
});

describe('rule 25: servers that fail', () => {
  it('are left after the first failure, and ejected after three', () => {
    const chooser = settled();
    const { call } = chooser.choose(10_100);
    chooser.failed(call, near, 'broken', 10_200);
    expect(chooser.choose(10_300).origin).toBe(origin);
    for (const now of [10_400, 10_500]) chooser.failed(0, near, 'broken', now);
    expect(chooser.candidates(10_600).find((one) => one.origin === near)).toMatchObject({
      state: 'ejected',
      ejection: { why: 'broken' },
    });
  });

  it('come back by a probe, and stay away twice as long where it fails', () => {
    const chooser = settled();
    for (let n = 0; n < 3; n += 1) chooser.failed(0, near, 'broken', 11_000);
    const until = () => chooser.candidates(11_000).find((one) => one.origin === near)?.ejection?.until ?? 0;
    const first = until() - 11_000;
    expect(first).toBeGreaterThanOrEqual(10_000);
    expect(first).toBeLessThanOrEqual(12_500);
    expect(chooser.probes(until() - 1).map((probe) => probe.origin)).not.toContain(near);
    const back = until();
    const probe = chooser.probes(back).find((one) => one.origin === near);
    expect(probe?.kind).toBe('request');
    if (probe) chooser.probeFailed(probe, 'silent', back);
    expect(until() - back).toBeGreaterThanOrEqual(20_000);
    const again = until();
    const second = chooser.probes(again).find((one) => one.origin === near);
    if (second) chooser.probeAnswered(second, { firstByte: 50 }, again);
    expect(chooser.candidates(again).find((one) => one.origin === near)?.state).toBe('healthy');
  });

  it('are ejected at once, and for longest, where they cannot prove their name', () => {
    const chooser = settled();
    chooser.failed(0, near, 'certificate', 11_000);
    const view = chooser.candidates(11_000).find((one) => one.origin === near);
    expect(view).toMatchObject({ state: 'ejected', ejection: { why: 'certificate' } });
    expect((view?.ejection?.until ?? 0) - 11_000).toBeGreaterThanOrEqual(60_000);
  });

  it('are all used again, by cost, where more than the permitted share is ejected', () => {
    const chooser = settled();
    for (const one of [near, origin]) {
      for (let n = 0; n < 3; n += 1) chooser.failed(0, one, 'broken', 11_000);
    }
    expect(chooser.choose(11_100)).toMatchObject({ panic: true });
    expect(new Set([chooser.choose(11_100).origin, ...chooser.choose(11_100).alternates])).toEqual(
      new Set([origin, near, far]),
    );
  });

  it('leave the origin, where no candidate is well and it is none of them', () => {
    const chooser = chooserOf([{ origin: near }, { origin: far }]);
    for (const one of [near, far]) {
      for (let n = 0; n < 3; n += 1) chooser.failed(0, one, 'unreachable', 1000);
    }
    expect(chooser.choose(1100)).toMatchObject({ origin, why: 'fallback', panic: true });
    expect(chooser.choose(1100).alternates).toEqual(expect.arrayContaining([near, far]));
  });
});

describe('rule 25: what is made beside the calls of programs', () => {
  it('is bounded by their number, whatever happens', () => {
    const event = fc.record({
      pause: fc.integer({ min: 0, max: 30_000 }),
      ending: fc.constantFrom('answered', 'broken', 'silent', 'certificate'),
      firstByte: fc.integer({ min: 0, max: 20_000 }),
      probes: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 300 }), fc.integer(), (events, seed) => {
        const chooser = chooserOf([...three, { origin: twin, weight: 5 }], { random: seeded(seed) });
        let now = 0;
        const made = { request: 0, connection: 0 };
        for (const { pause, ending, firstByte, probes } of events) {
          now += pause;
          const { call, origin: chosen, alternates, patience } = chooser.choose(now);
          expect([...three.map((one) => one.origin), twin]).toContain(chosen);
          expect(alternates).not.toContain(chosen);
          expect(patience).toBeGreaterThan(0);
          if (ending === 'answered') chooser.answered(call, chosen, { firstByte }, now);
          else chooser.failed(call, chosen, ending, now);
          if (chooser.mayHedge()) made.request += 1;
          for (const probe of chooser.probes(now)) {
            made[probe.kind] += 1;
            if (probes) chooser.probeAnswered(probe, { connect: firstByte }, now);
            else chooser.probeFailed(probe, 'silent', now);
          }
        }
        expect(made.request).toBeLessThanOrEqual(4 + events.length * 0.01);
        expect(made.connection).toBeLessThanOrEqual(16 + events.length * 0.05);
      }),
      { numRuns: 200 },
    );
  });

  it('is saved up only so far, however many calls there were', () => {
    const chooser = chooserOf([{ origin }, { origin: near }]);
    for (let now = 0; now < 10_000; now += 1) callOnce(chooser, ways, now);
    let late = 0;
    while (chooser.mayHedge()) late += 1;
    expect(late).toBe(8);
    let connections = 0;
    for (let now = 10_000_000; chooser.probes(now).length > 0; now += 10_000_000) connections += 1;
    expect(connections).toBeLessThanOrEqual(16);
    expect(connections).toBeGreaterThanOrEqual(8);
  });

  it('is at most four probes at a time', () => {
    const many = Array.from({ length: 16 }, (_, n) => ({ origin: `https://c${n}.example.com` }));
    const chooser = chooserOf(many);
    expect(chooser.probes(0)).toHaveLength(4);
    expect(chooser.probes(1000)).toHaveLength(0);
    expect(chooser.probes(3001)).toHaveLength(4);
  });

  it('leaves as much as calls that are late may need, where a probe is only to confirm', () => {
    const chooser = knowing({ [near]: 800, [origin]: 460 });
    expect(chooser.choose(6000)).toMatchObject({ origin: near, why: 'kept' });
    expect(chooser.probes(6000)).toContainEqual({ origin, kind: 'request' });
    let late = 0;
    while (chooser.mayHedge()) late += 1;
    expect(late).toBe(3);
    const scarce = knowing({ [near]: 800, [origin]: 460 });
    scarce.mayHedge();
    scarce.choose(6000);
    expect(scarce.probes(6000).map(({ kind }) => kind)).not.toContain('request');
  });
});
