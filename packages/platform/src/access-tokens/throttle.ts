import type { Clock } from '../clock.ts';

/** Keys that are counted at a time; beyond them the one that has been counted longest is forgotten. */
const mostKeys = 20_000;

/**
 * Counts how often something happens, for each key, in a window of time that begins with the first. Each replica counts
 * for itself, in its memory.
 */
export class Throttle {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #window: number;
  readonly #counts = new Map<string, { readonly since: number; count: number }>();

  /** @param window milliseconds */
  constructor(clock: Clock, { most, window }: { most: number; window: number }) {
    this.#clock = clock;
    this.#most = most;
    this.#window = window;
  }

  /** Milliseconds until the next is permitted; 0 if it is permitted now. */
  wait(key: string): number {
    const counted = this.#counts.get(key);
    if (counted === undefined || counted.count < this.#most) return 0;
    return Math.max(0, counted.since + this.#window - this.#clock.now());
  }

  count(key: string): void {
    const now = this.#clock.now();
    const counted = this.#counts.get(key);
    if (counted !== undefined && counted.since + this.#window > now) {
      counted.count += 1;
      return;
    }
    this.#counts.delete(key);
    const oldest = this.#counts.size < mostKeys ? undefined : this.#counts.keys().next().value;
    if (oldest !== undefined) this.#counts.delete(oldest);
    this.#counts.set(key, { since: now, count: 1 });
  }
}
