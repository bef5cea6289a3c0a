import { append, type Callable, isCallable, type List, list } from './primordials.ts';
import type { Steps } from './steps.ts';

/** The program's listeners for one event, called in the order in which they were added. */
export class Listeners {
  /** For people: `an onMessage listener of SocketTask`. */
  readonly #where: string;
  #listeners: List<Callable> = list();

  constructor(where: string) {
    this.#where = where;
  }

  /** What is no function is ignored. */
  add(listener: unknown): void {
    if (isCallable(listener)) append(this.#listeners, listener);
  }

  /** Without a listener: all of them. */
  remove(listener?: unknown): void {
    const kept = list<Callable>();
    for (let i = 0; i < this.#listeners.length; i++) {
      const one = this.#listeners[i];
      if (one !== undefined && listener !== undefined && one !== listener) append(kept, one);
    }
    this.#listeners = kept;
  }

  call(steps: Steps, argument: unknown): void {
    for (let i = 0; i < this.#listeners.length; i++) {
      steps.add(this.#where, this.#listeners[i], undefined, argument);
    }
  }
}
