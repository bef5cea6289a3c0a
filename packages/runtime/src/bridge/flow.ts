import { bridgeLimits } from './protocol.ts';

/**
 * What one source, a socket or a chunked answer, has on its way to the program. A source that is told to wait
 * goes on when the program has taken half of what it may leave untaken.
 */
export class Flow {
  #untaken = 0;
  #room: Promise<void> | undefined;
  #resolve = () => {};

  /** Pending while the program has too much of this source to take; undefined while it has not. */
  get room(): Promise<void> | undefined {
    return this.#room;
  }

  /** So much more is under way. */
  add(cost: number): void {
    this.#untaken += cost;
    if (this.#untaken <= bridgeLimits.untakenOfSource || this.#room !== undefined) return;
    this.#room = new Promise((resolve) => (this.#resolve = resolve));
  }

  /** So much was handed to the program. */
  take(cost: number): void {
    this.#untaken -= cost;
    if (this.#room === undefined || this.#untaken > bridgeLimits.untakenOfSource / 2) return;
    this.#room = undefined;
    this.#resolve();
  }
}
