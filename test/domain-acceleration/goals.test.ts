import { describe, expect, it } from 'vitest';
import { judge } from '../../benchmarks/acceleration/goals.ts';
import { runHerd } from '../../benchmarks/acceleration/herd.ts';
import { scenarios } from '../../benchmarks/acceleration/scenario.ts';
import { runSession } from '../../benchmarks/acceleration/session.ts';
import { measureAll, strategies } from '../../benchmarks/acceleration/summary.ts';

/** Fewer than `npm run bench -- acceleration` simulates; from fixed seeds, so the figures are always the same. */
const devices = 20;

describe('rule 25: domain acceleration on simulated networks', () => {
  it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    'reaches its goals: %s',
    (_, scenario) => {
      const goals = judge([{ scenario, figures: measureAll(scenario, devices) }], []);
      expect(goals.filter(({ reached }) => !reached)).toEqual([]);
      expect(goals.length).toBeGreaterThanOrEqual(3);
    },
  );

  it('gives no candidate more than 1.3 times its share of ten thousand devices that choose at once', () => {
    const goals = judge([], runHerd(10_000));
    expect(goals.map(({ scenario, reached }) => [scenario, reached])).toEqual([
      ['herd: nothing is known', true],
      ['herd: all are measured', true],
      ['herd: the first one broke down', true],
    ]);
  });

  it('puts the fault at the origin in at least half of the scenarios that have one', () => {
    const faulty = scenarios.filter(({ servers, fault, duration }) =>
      servers.some((server) =>
        Array.from({ length: 100 }, (__, n) => (n * duration) / 100).some(
          (time) => Object.keys(fault(server, time)).length > 0,
        ),
      ),
    );
    const atOrigin = faulty.filter(({ originAtFault }) => originAtFault);
    expect(faulty.length).toBeGreaterThanOrEqual(6);
    expect(atOrigin.length).toBeGreaterThanOrEqual(faulty.length / 2);
  });
});

describe('the simulator', () => {
  it.each(Object.keys(strategies) as (keyof typeof strategies)[])(
    'ends every call once, and the same way each time: %s',
    (name) => {
      for (const scenario of scenarios) {
        const { endings, extra } = runSession(scenario, strategies[name], 3);
        const numbers = endings.map(({ call }) => call.number).toSorted((a, b) => a - b);
        expect(numbers).toEqual(Array.from({ length: endings.length }, (_, n) => n + 1));
        expect(endings.filter(({ time }) => !(time > 0 && time <= 10_000))).toEqual([]);
        expect(runSession(scenario, strategies[name], 3)).toEqual({ endings, extra });
      }
    },
  );

  it('has an oracle that nobody beats in a call', () => {
    for (const scenario of scenarios) {
      const best = new Map(
        runSession(scenario, strategies.oracle, 5).endings.map(({ call, time }) => [call.number, time]),
      );
      const { endings } = runSession(scenario, strategies['lowest average'], 5);
      const faster = endings.filter(
        ({ call, time, failed }) => !failed && time < (best.get(call.number) ?? 0) - 1e-9,
      );
      expect(faster).toEqual([]);
    }
  });
});
