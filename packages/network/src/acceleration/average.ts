import { choiceLimits } from './limits.ts';

/** A latency as it is expected now. Times and latencies are milliseconds. */
export interface Average {
  readonly value: number;
  /** The last sample. */
  readonly last: number;
  /** What it was at its best, lately. */
  readonly floor: number;
  /** When the last sample was taken. */
  readonly at: number;
}

/**
 * A moving average that goes up at once and down with time, as Finagle's peak EWMA does. Unlike there one sample
 * alone lifts nothing: it takes two in a row, because a lone one is more often the device's own network than the server.
 */
export function observe(average: Average | undefined, sample: number, now: number): Average {
  if (average === undefined) return { value: sample, last: sample, floor: sample, at: now };
  const elapsed = Math.max(now - average.at, 0);
  const peak = Math.min(sample, average.last);
  return {
    value: peak > average.value ? peak : approach(average.value, Math.min(sample, average.value), elapsed),
    last: sample,
    floor: Math.min(sample, approach(average.floor, sample, elapsed / 10)),
    at: Math.max(now, average.at),
  };
}

function approach(from: number, to: number, elapsed: number): number {
  const kept = Math.min(Math.exp(-elapsed / choiceLimits.latencyDecay), 0.95);
  return from * kept + to * (1 - kept);
}
