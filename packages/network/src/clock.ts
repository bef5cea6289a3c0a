/** Where a network takes its time from. */
export interface Clock {
  /** Milliseconds, as `performance.now()` gives them. */
  now(): number;
  /** Calls back once, after so many milliseconds; what it gives takes that back. */
  after(ms: number, callback: () => void): () => void;
}

/** The time of this machine. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
