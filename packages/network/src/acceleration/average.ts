import { choiceLimits } from './limits.ts';

/** A latency as it is expected now. Times and latencies are milliseconds. */
export interface Average {
  readonly value: number;
  /** The last two samples, the newer one first. */
  readonly last: readonly [number, number];
  /** What it was at its best, lately. */
  readonly floor: number;
  /** What it is in the long run. */
  readonly usual: number;
  /** When the last sample was taken. */
  readonly at: number;
}

/**
 * A moving average that goes up at once and down with time, as Finagle's peak EWMA does. Unlike there it takes
 * three samples in a row: one or two are more often the device's own network than the server.
 */
export function observe(average: Average | undefined, sample: number, now: number): Average {
  if (average === undefined)
    return { value: sample, last: [sample, sample], floor: sample, usual: sample, at: now };
  const { value, last, floor, usual, at } = average;
  const elapsed = Math.max(now - at, 0);
  const confirmed = Math.min(sample, ...last);
  const { latencyDecay, longDecay } = choiceLimits;
  return {
    value: confirmed > value ? confirmed : approach(value, Math.min(sample, value), elapsed, latencyDecay),
    last: [sample, last[0]],
    floor: Math.min(sample, approach(floor, sample, elapsed, longDecay)),
    usual: approach(usual, confirmed, elapsed, longDecay),
    at: Math.max(now, at),
  };
}

/** What is to be expected now: without new samples it comes back to what is usual. */
export function valueOf({ value, usual, at }: Average, now: number): number {
  return value > usual ? approach(value, usual, Math.max(now - at, 0), choiceLimits.latencyDecay * 2) : value;
}

function approach(from: number, to: number, elapsed: number, decay: number): number {
  const kept = Math.exp(-elapsed / decay);
  return from * kept + to * (1 - kept);
}
