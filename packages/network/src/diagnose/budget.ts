import { diagnosisLimits } from './limits.ts';

/** The time of one diagnosis: so much for each phase, and an end for all of them. */
export class Budget {
  readonly #phase: number;
  readonly #end = performance.now() + diagnosisLimits.totalTime;

  constructor(phase: number) {
    this.#phase = phase;
  }

  /** Milliseconds that each of the next two phases may take; 1 where nothing is left. */
  get phase(): number {
    return Math.max(1, Math.min(this.#phase, (this.#end - performance.now()) / 2));
  }

  /** So little is left that nothing can be learned any more. */
  get over(): boolean {
    return this.phase < this.#phase / 10;
  }
}
