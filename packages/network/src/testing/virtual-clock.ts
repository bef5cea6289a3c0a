import { setImmediate as inNextTurn } from 'node:timers';
import type { Clock } from '../clock.ts';

interface Alarm {
  readonly due: number;
  readonly callback: () => void;
}

interface VirtualClockOptions {
  /** Time passes by itself, from one alarm to the next; otherwise only by `advance`. */
  readonly runs: boolean;
  /** Whether anything waits for time to pass; otherwise it stands still. */
  readonly wanted: () => boolean;
}

/**
 * Time that costs no time: a minute passes in a turn of the event loop.
 *
 * A clock that runs jumps to its next alarm whenever the test has nothing else to do and a call is under way.
 */
export class VirtualClock implements Clock {
  readonly #options: VirtualClockOptions;
  readonly #alarms = new Set<Alarm>();
  /** Whole milliseconds: they add up without rounding. */
  #now = Math.floor(performance.now());
  #scheduled = false;

  constructor(options: VirtualClockOptions) {
    this.#options = options;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const alarm = { due: this.#now + Math.max(ms, 0), callback };
    this.#alarms.add(alarm);
    this.wake();
    return () => void this.#alarms.delete(alarm);
  }

  /**
   * Lets so many milliseconds pass, with everything that they bring. What happens at the same moment happens in
   * the order in which it was asked for.
   *
   * @example
   * network.enterBackground();
   * await clock.advance(5000); // whatever was under way has failed with `interrupted`
   */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await turn();
    for (let next = this.#next(); next !== undefined && next.due <= end; next = this.#next()) {
      this.#ring(next);
      await turn();
    }
    this.#now = end;
    await turn();
  }

  /** Something may be wanted now that was not before. */
  wake(): void {
    if (!this.#options.runs || this.#scheduled) return;
    this.#scheduled = true;
    inNextTurn(() => {
      this.#scheduled = false;
      const next = this.#options.wanted() ? this.#next() : undefined;
      if (next === undefined) return;
      this.#ring(next);
      this.wake();
    });
  }

  #next(): Alarm | undefined {
    let next: Alarm | undefined;
    for (const alarm of this.#alarms) {
      if (Number.isFinite(alarm.due) && (next === undefined || alarm.due < next.due)) next = alarm;
    }
    return next;
  }

  #ring(alarm: Alarm): void {
    this.#alarms.delete(alarm);
    this.#now = Math.max(this.#now, alarm.due);
    alarm.callback();
  }
}

/** Lets callbacks and promises of the present moment run. */
function turn(): Promise<void> {
  return new Promise((resolve) => inNextTurn(() => inNextTurn(resolve)));
}
