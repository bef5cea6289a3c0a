import type { UploadProgress } from './api.ts';
import type { Listeners } from './listeners.ts';

/** Tells the program of each new percent that was sent; what a redirect sends again is told once. */
export class UploadMeter {
  readonly #listeners: Listeners<UploadProgress>;
  #told = 0;

  constructor(listeners: Listeners<UploadProgress>) {
    this.#listeners = listeners;
  }

  sent(bytes: number, expected: number): void {
    const progress = Math.floor((bytes / expected) * 100);
    if (this.#listeners.empty || progress <= this.#told) return;
    this.#told = progress;
    this.#listeners.call({ progress, totalBytesSent: bytes, totalBytesExpectedToSend: expected });
  }
}
