/** Where a network takes its time from. */
export interface Clock {
  /** Milliseconds, as `performance.now()` gives them. */
  now(): number;
  /**
   * Calls back once, after so many milliseconds; what it gives takes that back.
   *
   * @param idle whether nothing waits for it: it keeps no process alive
   */
  after(ms: number, callback: () => void, idle?: boolean): () => void;
}

/** The time of this machine. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, callback, idle = false) {
    const timer = setTimeout(callback, ms);
    if (idle) timer.unref();
    return () => clearTimeout(timer);
  },
};
