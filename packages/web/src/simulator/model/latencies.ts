import type { AccelerationState } from '@minigate/runtime/simulator/protocol';

/** One moment of a chart: its time, and what was measured then, by {@link firstByteKey} and {@link connectKey}. */
export type LatencyPoint = { readonly time: number } & Readonly<Record<string, number>>;

/** @param index a candidate's place in the list */
export const firstByteKey = (index: number): string => `first${index}`;
export const connectKey = (index: number): string => `connect${index}`;

/** What was measured of all candidates, in the order of time. */
export function latencyPoints({ candidates }: AccelerationState): readonly LatencyPoint[] {
  return candidates
    .flatMap(({ measured, connected }, index) => [
      ...measured.map(([time, firstByte]) => ({ time, [firstByteKey(index)]: firstByte })),
      ...connected.map(([time, connect]) => ({ time, [connectKey(index)]: connect })),
    ])
    .sort((one, other) => one.time - other.time);
}
