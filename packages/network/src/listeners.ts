import { types } from 'node:util';
import type { Task } from './task.ts';

type Listener<E> = (event: E) => unknown;

/** The program's listeners for one event of a task, called in the order in which they were added. */
export class Listeners<E> {
  readonly #task: Task;
  readonly #name: string;
  #listeners: Listener<E>[] = [];

  constructor(task: Task, name: string) {
    this.#task = task;
    this.#name = name;
  }

  get empty(): boolean {
    return this.#listeners.length === 0;
  }

  /** What is no function is ignored: nothing is thrown at a program. */
  add(listener: Listener<E>): void {
    if (typeof listener === 'function') this.#listeners = [...this.#listeners, listener];
  }

  /** Without a listener: removes all. */
  remove(listener?: Listener<E>): void {
    this.#listeners = listener === undefined ? [] : this.#listeners.filter((each) => each !== listener);
  }

  call(event: E): void {
    for (const listener of this.#listeners) this.#task.call(this.#name, listener, event);
  }

  /** Calls them, and gives a promise if one of them gave one: it resolves when all of those are settled. */
  callAndWait(event: E): Promise<unknown> | undefined {
    const pending = this.#listeners
      .map((listener) => this.#task.call(this.#name, listener, event))
      .filter((given) => types.isPromise(given))
      .map((promise) => this.#settled(promise));
    return pending.length === 0 ? undefined : Promise.all(pending);
  }

  /** Waits for what a listener gave; nothing of it is called but `then`, which may throw. */
  async #settled(promise: Promise<unknown>): Promise<void> {
    try {
      await promise;
    } catch (error) {
      this.#task.reportCallbackError(this.#name, error);
    }
  }
}
