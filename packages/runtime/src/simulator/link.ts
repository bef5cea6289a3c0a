import type { Clock } from '@minigate/network';

/** So many milliseconds of a slow link are taken at a time, so that many may share it. */
const slice = 100;

/** One direction of a device's link. Whoever sends waits for what others sent before. */
export class Link {
  readonly clock: Clock;
  readonly #rate: () => number | undefined;
  #freeAt = 0;

  /** @param rate bytes a second, as it is now; undefined: as fast as it goes */
  constructor(clock: Clock, rate: () => number | undefined) {
    this.clock = clock;
    this.#rate = rate;
  }

  get unlimited(): boolean {
    return this.#rate() === undefined;
  }

  /** How many bytes are taken at a time. */
  get pieceBytes(): number {
    const rate = this.#rate();
    return rate === undefined ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor((rate * slice) / 1000));
  }

  /** Takes the link for so many bytes, and gives the moment at which they are through. */
  take(bytes: number): number {
    const now = this.clock.now();
    const rate = this.#rate();
    if (rate === undefined) return now;
    this.#freeAt = Math.max(now, this.#freeAt) + (bytes / rate) * 1000;
    return this.#freeAt;
  }

  /** What was taken counts no more: the conditions have changed. */
  reset(): void {
    this.#freeAt = 0;
  }
}

interface Item {
  bytes: number;
  /** Not before this moment. */
  readonly notBefore: number;
  readonly run: () => void;
}

/** What one exchange or socket sends over a link, in order. */
export class Pipe {
  readonly #link: Link;
  readonly #onDrained: () => void;
  #items: Item[] = [];
  #unplan: (() => void) | undefined;
  #paused = false;

  /** @param onDrained everything is through, and nobody has asked for a pause */
  constructor(link: Link, onDrained: () => void = () => {}) {
    this.#link = link;
    this.#onDrained = onDrained;
  }

  get empty(): boolean {
    return this.#items.length === 0;
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** Calls back when so many bytes are through, and everything before them. Never from inside this call. */
  pass(bytes: number, run: () => void, notBefore = 0): void {
    this.#items.push({ bytes, notBefore, run });
    this.#go();
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#go();
  }

  /** Goes on under changed conditions. */
  again(): void {
    if (this.empty) return;
    this.#unplan?.();
    this.#unplan = undefined;
    this.#go();
  }

  /** Lets go of what waits: nothing of it is called any more. */
  clear(): void {
    this.#unplan?.();
    this.#unplan = undefined;
    this.#items = [];
  }

  #go(): void {
    if (this.#unplan !== undefined || this.#paused) return;
    const [item] = this.#items;
    const { clock } = this.#link;
    const piece = Math.min(item?.bytes ?? 0, this.#link.pieceBytes);
    const through = piece > 0 ? this.#link.take(piece) : clock.now();
    const due = Math.max(through, item?.notBefore ?? 0);
    this.#unplan = clock.after(Math.max(0, due - clock.now()), () => {
      this.#unplan = undefined;
      this.#step(piece);
    });
  }

  #step(piece: number): void {
    if (this.#paused) return;
    const [item] = this.#items;
    if (item !== undefined) {
      item.bytes -= piece;
      if (item.bytes <= 0) {
        this.#items.shift();
        item.run();
      }
    }
    if (this.#items.length > 0) this.#go();
    else if (!this.#paused) this.#onDrained();
  }
}
