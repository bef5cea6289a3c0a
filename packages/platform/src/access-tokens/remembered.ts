import type { Clock } from '../clock.ts';

export interface RememberedOptions<T> {
  readonly clock: Clock;
  readonly read: (key: string) => Promise<T>;
  /** Milliseconds after which a value is read again. */
  readonly age: number;
  /** Values that are kept at a time. */
  readonly most: number;
}

interface Entry<T> {
  readonly readAt: number;
  readonly reading: Promise<T>;
  /** There when the reading has ended. */
  value?: T;
}

/**
 * Values that are read anew when they are too old. The age counts from before the reading, so none is shown longer than
 * that after it has changed. What is read while a value is dropped is not kept.
 */
export class Remembered<T> {
  readonly #options: RememberedOptions<T>;
  readonly #entries = new Map<string, Entry<T>>();

  constructor(options: RememberedOptions<T>) {
    this.#options = options;
  }

  /** Those who ask while it is being read wait for the same reading. */
  async get(key: string): Promise<T> {
    const entry = this.#young(key);
    return entry === undefined ? this.fresh(key) : entry.reading;
  }

  /** The value if it is there, without a reading. */
  peek(key: string): T | undefined {
    return this.#young(key)?.value;
  }

  /** Reads the value now, whatever is remembered. */
  async fresh(key: string): Promise<T> {
    const { clock, read, most } = this.#options;
    const entry: Entry<T> = { readAt: clock.now(), reading: read(key) };
    this.#entries.delete(key);
    const oldest = this.#entries.size < most ? undefined : this.#entries.keys().next().value;
    if (oldest !== undefined) this.#entries.delete(oldest);
    this.#entries.set(key, entry);
    try {
      entry.value = await entry.reading;
      return entry.value;
    } catch (error) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
      throw error;
    }
  }

  drop(key: string): void {
    this.#entries.delete(key);
  }

  dropAll(): void {
    this.#entries.clear();
  }

  #young(key: string): Entry<T> | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    const age = this.#options.clock.now() - entry.readAt;
    return age >= 0 && age < this.#options.age ? entry : undefined;
  }
}
