import type { Herd } from './herd.ts';
import type { Scenario } from './scenario.ts';
import type { Figures, StrategyName } from './summary.ts';

/** What every strategy came to in one scenario. */
export interface ScenarioResult {
  readonly scenario: Scenario;
  readonly figures: Readonly<Record<StrategyName, Figures>>;
}

/** A goal, and whether it is reached. */
export interface Goal {
  readonly scenario: string;
  readonly goal: string;
  readonly measured: number;
  /** Where it is an improvement that is wanted, what is measured has to be less than this, otherwise no more. */
  readonly most: number;
  readonly less: boolean;
  readonly reached: boolean;
}

const baselines = ['origin alone', 'round robin', 'lowest average'] as const;

/** Every goal that domain acceleration has. */
export function judge(results: readonly ScenarioResult[], herds: readonly Herd[]): Goal[] {
  return [...results.flatMap(ofScenario), ...herds.map(ofHerd)];
}

function ofScenario({ scenario, figures }: ScenarioResult): Goal[] {
  const { accelerated, oracle } = figures;
  const bestBaseline = Math.min(...baselines.map((name) => figures[name].p99));
  const goal = (text: string, measured: number, most: number, less = false): Goal => ({
    scenario: scenario.name,
    goal: text,
    measured,
    most,
    less,
    reached: less ? measured < most : measured <= most,
  });
  const { originAtFault } = scenario;
  return [
    goal('p95 / oracle', accelerated.p95 / oracle.p95, 1.1),
    goal('p99 / best baseline', accelerated.p99 / bestBaseline, originAtFault ? 1 : 1.02, originAtFault),
    goal('extra requests, %', accelerated.extraRequests * 100, 2),
    ...(scenario.name.startsWith('black hole')
      ? [goal('errors of idempotent calls, %', accelerated.idempotentErrors * 100, 0.1)]
      : []),
  ];
}

function ofHerd({ moment, shares }: Herd): Goal {
  const measured = Math.max(...shares.map(({ share }) => share));
  return {
    scenario: `herd: ${moment}`,
    goal: 'most of its share',
    measured,
    most: 1.3,
    less: false,
    reached: measured <= 1.3,
  };
}
