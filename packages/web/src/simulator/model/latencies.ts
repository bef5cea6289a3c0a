import type { AccelerationState } from '@minigate/runtime/simulator/protocol';

/** One moment of a chart: its time, and what was measured then, by candidate. */
export type LatencyPoint = { readonly time: number } & Readonly<Record<string, number>>;

/** What was measured of all candidates, in the order of time. A candidate's number is its place in the list. */
export function latencyPoints({ candidates }: AccelerationState): readonly LatencyPoint[] {
  return candidates
    .flatMap(({ measured }, index) => measured.map(([time, latency]) => ({ time, [`c${index}`]: latency })))
    .sort((one, other) => one.time - other.time);
}
