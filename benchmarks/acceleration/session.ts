import { VirtualClock } from './clock.ts';
import { exponential, luck } from './luck.ts';
import type { Scenario } from './scenario.ts';
import { World } from './world.ts';

/** A call of a program in a session. */
export interface Call {
  readonly number: number;
  readonly at: number;
  readonly method: 'GET' | 'PUT' | 'POST';
}

/** How it ended. */
export interface Ending {
  readonly call: Call;
  /** From the call to the first byte or to the failure, in milliseconds. */
  readonly time: number;
  readonly failed: boolean;
}

/** What was made beside the calls. */
export interface Extra {
  requests: number;
  connections: number;
}

/** What a way of choosing servers has at hand. */
export interface Surroundings {
  readonly scenario: Scenario;
  readonly world: World;
  readonly clock: VirtualClock;
  readonly seed: number;
  readonly extra: Extra;
  readonly end: (ending: Ending) => void;
}

/** A way of choosing servers; makes a call. */
export type Strategy = (surroundings: Surroundings) => (call: Call) => void;

export interface SessionResult {
  readonly endings: readonly Ending[];
  readonly extra: Extra;
}

/** The time that a program gives a call. */
export const callTimeout = 10_000;
const callsPerSecond = 2;
/** May not be repeated. */
const postShare = 0.3;
/** May be repeated, but never be under way twice. */
const putShare = 0.1;

/** One program on one device, with calls that come by chance. */
export function runSession(scenario: Scenario, strategy: Strategy, seed: number): SessionResult {
  const clock = new VirtualClock();
  const endings: Ending[] = [];
  const extra = { requests: 0, connections: 0 };
  const world = new World(scenario, seed);
  const make = strategy({ scenario, world, clock, seed, extra, end: (ending) => endings.push(ending) });
  let at = 0;
  for (let number = 1; ; number += 1) {
    at += exponential(1000 / callsPerSecond, seed, 1, number);
    if (at >= scenario.duration) break;
    const call = { number, at, method: methodBy(luck(seed, 2, number)) };
    clock.after(at, () => make(call));
  }
  clock.run();
  return { endings, extra };
}

function methodBy(chance: number): Call['method'] {
  if (chance < postShare) return 'POST';
  return chance < postShare + putShare ? 'PUT' : 'GET';
}
