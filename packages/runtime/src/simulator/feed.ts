import { simulatorLimits } from './limits.ts';
import type { FeedItem } from './protocol.ts';

/** What is told together, and the number under which it is told. */
interface Piece {
  readonly number: number;
  readonly items: readonly FeedItem[];
}

interface Told {
  readonly item: FeedItem;
  readonly number: number;
}

/**
 * The present state of everything that pages are told of, each under a key, in the order in which it changed last.
 * Changes wait a moment for others and then get the next number together; whoever has all up to one number is
 * missing exactly what has a higher one.
 */
export class Feed {
  readonly #told = new Map<string, Told>();
  readonly #pending = new Map<string, () => FeedItem>();
  readonly #listeners = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;
  #number = 0;
  #lostCall = 0;
  #lostLine = 0;

  /** The number of the last batch. */
  get number(): number {
    return this.#number;
  }

  /** The highest number under which a call was told that had to make room since. */
  get lostCall(): number {
    return this.#lostCall;
  }

  /** Whether somebody who has all up to this number misses nothing but what there still is. */
  canResume(number: number): boolean {
    return number <= this.#number && number >= this.#lostCall && number >= this.#lostLine;
  }

  /** @param make the state as it is when it is told: later than now, if more changes come */
  change(key: string, make: () => FeedItem): void {
    this.#pending.delete(key);
    this.#pending.set(key, make);
    if (this.#pending.size >= simulatorLimits.batchItems) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), simulatorLimits.batchTime);
  }

  /** It makes room: whoever comes anew is not told of it. */
  forget(key: string): void {
    if (this.#pending.has(key)) this.flush();
    const told = this.#told.get(key);
    if (told === undefined) return;
    this.#told.delete(key);
    if (told.item.kind === 'call') this.#lostCall = Math.max(this.#lostCall, told.number);
    if (told.item.kind === 'line') this.#lostLine = Math.max(this.#lostLine, told.number);
  }

  /** Everything under these keys is gone, and who is told `mark` knows that. */
  clear(keys: Iterable<string>, mark: FeedItem): void {
    for (const key of keys) {
      this.#pending.delete(key);
      this.#told.delete(key);
    }
    this.change('cleared', () => mark);
  }

  /** Tells what has changed so far. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending.size === 0) return;
    const changed = [...this.#pending];
    this.#pending.clear();
    this.#number += 1;
    for (const [key, make] of changed) {
      this.#told.delete(key);
      this.#told.set(key, { item: make(), number: this.#number });
    }
    for (const listener of this.#listeners) listener();
  }

  /** What comes next for somebody who has all up to `number`; nothing where there is nothing newer. */
  after(number: number): Piece | undefined {
    if (number >= this.#number) return undefined;
    const items: FeedItem[] = [];
    let last = number;
    for (const told of this.#told.values()) {
      if (told.number <= number) continue;
      // One number is never torn apart: with it, all before it is known.
      if (told.number !== last && items.length >= simulatorLimits.batchItems) return { number: last, items };
      last = told.number;
      items.push(told.item);
    }
    return { number: this.#number, items };
  }

  /** Is told when there is a new number. The answer stops it. */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }
}
