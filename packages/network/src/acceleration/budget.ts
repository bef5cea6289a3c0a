import { choiceLimits } from './limits.ts';

/** How many requests may be made beside those of programs: a small share of theirs, saved up to a few. */
export class ExtraBudget {
  #saved: number = choiceLimits.firstExtra;

  /** For a call of a program. */
  earn(): void {
    this.#saved = Math.min(this.#saved + choiceLimits.extraShare, choiceLimits.mostExtra);
  }

  /** Whether one more may be made; it counts as made. */
  take(): boolean {
    if (this.#saved < 1) return false;
    this.#saved -= 1;
    return true;
  }
}
