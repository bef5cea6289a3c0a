/** How much may be made beside what programs ask for: a share of their calls, saved up to a few. */
export class ExtraBudget {
  readonly #share: number;
  readonly #most: number;
  #saved: number;

  /**
   * @param share for each call
   * @param most as many may be saved up
   * @param first as many may be made before there are any calls
   */
  constructor({ share, most, first }: { share: number; most: number; first: number }) {
    this.#share = share;
    this.#most = most;
    this.#saved = first;
  }

  /** For a call of a program. */
  earn(): void {
    this.#saved = Math.min(this.#saved + this.#share, Math.max(this.#most, this.#saved));
  }

  /** Whether one more may be made, beside as many as are kept for what matters more; it counts as made. */
  take(kept = 0): boolean {
    if (this.#saved < 1 + kept) return false;
    this.#saved -= 1;
    return true;
  }
}
