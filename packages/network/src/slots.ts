/** A call that wants a slot. */
export interface SlotWaiter {
  /** The slot is the waiter's from now on, until `release`. */
  start(): void;
}

interface SlotOptions {
  readonly size: number;
  readonly overflow: 'queue' | 'fail';
  readonly maxQueued: number;
  /** Whether a waiting call may start now. */
  readonly mayDispatch: () => boolean;
}

/**
 * The places of one pool: at most `size` calls on the wire, the others wait and start first come, first
 * served, as soon as a place is free. Rule 10.
 */
export class Slots {
  readonly #options: SlotOptions;
  readonly #running = new Set<SlotWaiter>();
  /** A set keeps the order of arrival and gives up any member in constant time. */
  readonly #waiting = new Set<SlotWaiter>();

  constructor(options: SlotOptions) {
    this.#options = options;
  }

  get running(): number {
    return this.#running.size;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Starts the waiter at once (`started`), lets it wait (`queued`), or refuses it (`full`). */
  take(waiter: SlotWaiter): 'started' | 'queued' | 'full' {
    const { size, overflow, maxQueued } = this.#options;
    if (this.#waiting.size === 0 && this.#running.size < size) {
      this.#running.add(waiter);
      waiter.start();
      return 'started';
    }
    if (overflow === 'fail' || this.#waiting.size >= maxQueued) return 'full';
    this.#waiting.add(waiter);
    return 'queued';
  }

  /** The waiter has ended, whether it ran or still waited; a second call changes nothing. */
  release(waiter: SlotWaiter): void {
    if (this.#running.delete(waiter)) this.dispatch();
    else this.#waiting.delete(waiter);
  }

  /** Fills free slots from the queue, where dispatching is allowed. */
  dispatch(): void {
    for (const waiter of this.#waiting) {
      if (this.#running.size >= this.#options.size || !this.#options.mayDispatch()) return;
      this.#waiting.delete(waiter);
      this.#running.add(waiter);
      waiter.start();
    }
  }
}
