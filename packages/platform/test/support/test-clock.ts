import type { Clock } from '../../src/clock.ts';

/** A clock that stands still until it is moved. */
export class TestClock implements Clock {
  #now: number;

  constructor(now = Date.UTC(2030, 0, 15, 12)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** @param time milliseconds */
  advance(time: number): void {
    this.#now += time;
  }
}
