import type { Task } from './task.ts';

/** The program's listeners for one event of a task, called in the order in which they were added. */
export class Listeners<E> {
  readonly #task: Task;
  readonly #name: string;
  #listeners: ((event: E) => void)[] = [];

  constructor(task: Task, name: string) {
    this.#task = task;
    this.#name = name;
  }

  get empty(): boolean {
    return this.#listeners.length === 0;
  }

  /** What is no function is ignored: nothing is thrown at a program. */
  add(listener: (event: E) => void): void {
    if (typeof listener === 'function') this.#listeners = [...this.#listeners, listener];
  }

  /** Without a listener: removes all. */
  remove(listener?: (event: E) => void): void {
    this.#listeners = listener === undefined ? [] : this.#listeners.filter((each) => each !== listener);
  }

  call(event: E): void {
    for (const listener of this.#listeners) this.#task.call(this.#name, listener, event);
  }
}
