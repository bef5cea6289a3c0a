/** What the platform goes by: milliseconds since the epoch. Replaced in tests. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
