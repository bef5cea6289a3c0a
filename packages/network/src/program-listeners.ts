import type { Engine } from './engine.ts';

/**
 * The program's listeners for one event of the platform, such as `onNetworkStatusChange`, called in the order
 * in which they were added, never from inside the host's own call.
 */
export class ProgramListeners<E> {
  readonly #engine: Engine;
  readonly #name: string;
  #listeners: ((event: E) => void)[] = [];

  constructor(engine: Engine, name: string) {
    this.#engine = engine;
    this.#name = name;
  }

  /** What is no function is ignored: nothing is thrown at a program. */
  add(listener: (event: E) => void): void {
    if (typeof listener === 'function') this.#listeners = [...this.#listeners, listener];
  }

  /** Without a listener: removes all. */
  remove(listener?: (event: never) => void): void {
    this.#listeners = listener === undefined ? [] : this.#listeners.filter((each) => each !== listener);
  }

  /** Tells those who listen now; what one of them throws is reported and stays with it. */
  emit(event: E): void {
    for (const listener of this.#listeners) {
      queueMicrotask(() => {
        try {
          listener(event);
        } catch (error) {
          this.#engine.reportCallbackError({ id: 0, api: this.#name }, this.#name, error);
        }
      });
    }
  }
}
