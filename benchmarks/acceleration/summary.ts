import { accelerated } from './accelerated.ts';
import { bestServer, lowestAverage, oracle, originAlone, roundRobin } from './baselines.ts';
import type { Scenario } from './scenario.ts';
import { callTimeout, runSession, type SessionResult, type Strategy } from './session.ts';

export const strategies = {
  accelerated,
  'origin alone': originAlone,
  'round robin': roundRobin,
  'lowest average': lowestAverage,
  'best server': bestServer,
  oracle,
} as const satisfies Record<string, Strategy>;

export type StrategyName = keyof typeof strategies;

/**
 * What calls of many devices came to. Times are milliseconds, shares are from 0 to 1. A call that fails counts with the
 * whole time that it had: whoever fails fast is not fast.
 */
export interface Figures {
  readonly calls: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly errors: number;
  /** Of the calls that may be repeated. */
  readonly idempotentErrors: number;
  /** Requests that no program made, for each call. */
  readonly extraRequests: number;
  /** Connections that no call used, for each call. */
  readonly extraConnections: number;
}

/** Every strategy on the same devices. */
export function measureAll(scenario: Scenario, devices: number): Readonly<Record<StrategyName, Figures>> {
  return {
    accelerated: measure(scenario, 'accelerated', devices),
    'origin alone': measure(scenario, 'origin alone', devices),
    'round robin': measure(scenario, 'round robin', devices),
    'lowest average': measure(scenario, 'lowest average', devices),
    'best server': measure(scenario, 'best server', devices),
    oracle: measure(scenario, 'oracle', devices),
  };
}

function measure(scenario: Scenario, strategy: StrategyName, devices: number): Figures {
  const sessions = Array.from({ length: devices }, (_, device) =>
    runSession(scenario, strategies[strategy], device + 1),
  );
  return summarise(sessions, scenario.warmUp);
}

function summarise(sessions: readonly SessionResult[], warmUp: number): Figures {
  const all = sessions.flatMap(({ endings }) => endings);
  const counted = all.filter(({ call }) => call.at >= warmUp);
  const times = counted.map(({ time, failed }) => (failed ? callTimeout : time)).toSorted((a, b) => a - b);
  const at = (share: number) =>
    times[Math.min(Math.ceil(times.length * share), times.length) - 1] ?? Number.NaN;
  const idempotent = counted.filter(({ call }) => call.method !== 'POST');
  const sum = (of: 'requests' | 'connections') => sessions.reduce((total, { extra }) => total + extra[of], 0);
  return {
    calls: counted.length,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    errors: counted.filter(({ failed }) => failed).length / counted.length,
    idempotentErrors: idempotent.filter(({ failed }) => failed).length / idempotent.length,
    extraRequests: sum('requests') / all.length,
    extraConnections: sum('connections') / all.length,
  };
}
