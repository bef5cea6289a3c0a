/** How long to wait before another attempt: twice as long after each failure, and never the same for two clients. */
export class Backoff {
  readonly #first: number;
  readonly #longest: number;
  #failures = 0;

  /** Both in milliseconds. */
  constructor(first: number, longest: number) {
    this.#first = first;
    this.#longest = longest;
  }

  /** After one more failure: from half of the time to all of it. */
  next(): number {
    const full = Math.min(this.#first * 2 ** this.#failures, this.#longest);
    this.#failures += 1;
    return full * (0.5 + Math.random() / 2);
  }

  /** After a success. */
  reset(): void {
    this.#failures = 0;
  }
}
