import { append, type List, list } from './primordials.ts';

/** First come, first served. */
export class Queue<T> {
  #items: List<T | undefined> = list();
  #next = 0;

  get first(): T | undefined {
    return this.#items[this.#next];
  }

  add(item: T): void {
    append(this.#items, item);
  }

  /** Lets go of the first. */
  shift(): void {
    this.#items[this.#next] = undefined;
    this.#next += 1;
    if (this.#next * 2 < this.#items.length || this.#next < 32) return;
    const left = list<T | undefined>();
    for (let i = this.#next; i < this.#items.length; i++) append(left, this.#items[i]);
    this.#items = left;
    this.#next = 0;
  }
}
