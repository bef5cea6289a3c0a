import type { DownloadProgress } from './api.ts';
import { networkLimits } from './limits.ts';
import type { Listeners } from './listeners.ts';

/** Counts what has arrived and tells the program of each new percent. */
export class ProgressMeter {
  readonly #expected: number;
  readonly #listeners: Listeners<DownloadProgress>;
  #written = 0;
  #toldStep = 0;
  #toldBytes = -1;

  /** `expected`: bytes, or 0 where nobody knows. */
  constructor(expected: number, listeners: Listeners<DownloadProgress>) {
    this.#expected = expected;
    this.#listeners = listeners;
  }

  get written(): number {
    return this.#written;
  }

  add(bytes: number): void {
    this.#written += bytes;
    if (this.#listeners.empty) return;
    const step =
      this.#expected > 0 ? this.#percent() : Math.floor(this.#written / networkLimits.progressStep);
    if (step === this.#toldStep) return;
    this.#toldStep = step;
    this.#tell(this.#expected > 0 ? step : 0);
  }

  /** The file is whole: 100 percent, if that was not told yet. */
  finish(): void {
    if (!this.#listeners.empty && (this.#toldBytes !== this.#written || this.#expected === 0))
      this.#tell(100);
  }

  #percent(): number {
    return Math.min(100, Math.floor((this.#written / this.#expected) * 100));
  }

  #tell(progress: number): void {
    this.#toldBytes = this.#written;
    this.#listeners.call({
      progress,
      totalBytesWritten: this.#written,
      totalBytesExpectedToWrite: this.#expected,
    });
  }
}
