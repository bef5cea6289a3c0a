import type { SimulatedCall } from '@minigate/runtime/simulator/protocol';

/** A line of the network panel. */
export interface Call {
  /** `run:id`, unlike every other's. */
  readonly key: string;
  readonly run: number;
  readonly row: SimulatedCall;
}

export function callOf(run: number, row: SimulatedCall): Call {
  return { key: `${run}:${row.id}`, run, row };
}

/** From the call to its ending in milliseconds; of one that goes on until `now`. */
export function durationOf({ row }: Call, now: number): number {
  return Math.max(0, (row.settledAt ?? now) - row.calledAt);
}

export function isUnderWay({ row }: Call): boolean {
  return row.state !== 'settled';
}
