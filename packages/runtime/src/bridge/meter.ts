const pulseCell = 0;
const readCell = 1;

/**
 * Two counters in memory shared by a worker and its host: the pulse of the worker, odd while the program
 * runs, and how much of the worker's traffic the host has taken in. Counters wrap; only differences count.
 */
export class Meter {
  readonly memory: SharedArrayBuffer;
  readonly #cells: Int32Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(8)) {
    this.memory = memory;
    this.#cells = new Int32Array(memory);
  }

  /** Worker: the program is entered, or left; also around a wait for the host. */
  beat(): void {
    Atomics.add(this.#cells, pulseCell, 1);
  }

  /** Host: the pulse as it is now. A number that stays odd is a program that does not come back. */
  pulse(): number {
    return Atomics.load(this.#cells, pulseCell);
  }

  /** Host: so much more was taken in. */
  take(amount: number): void {
    Atomics.add(this.#cells, readCell, amount);
    Atomics.notify(this.#cells, readCell);
  }

  /** Worker: how much of `sent` the host has not taken in. */
  unread(sent: number): number {
    return (sent - Atomics.load(this.#cells, readCell)) | 0;
  }

  /** Worker: stands still until what the host has not taken in is little enough. */
  waitUntil(sent: number, enough: (unread: number) => boolean): void {
    for (;;) {
      const taken = Atomics.load(this.#cells, readCell);
      if (enough((sent - taken) | 0)) return;
      Atomics.wait(this.#cells, readCell, taken);
    }
  }
}
