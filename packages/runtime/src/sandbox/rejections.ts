interface Keeping<V> {
  /** A value of ours for the engine's own. */
  readonly keep: (bits: bigint) => V;
  readonly free: (value: V) => void;
}

interface Rejection<V> {
  readonly promise: V;
  readonly reason: V;
}

/** Rejections that are watched at once; a program that makes more hears of these. */
const watched = 100;

/** The promises that are rejected and that nobody handles yet. They are kept alive until somebody is told. */
export class Rejections<V> {
  readonly #keeping: Keeping<V>;
  readonly #byPromise = new Map<bigint, Rejection<V>>();

  constructor(keeping: Keeping<V>) {
    this.#keeping = keeping;
  }

  /** A promise was rejected without a handler, or got one after that. */
  note(promise: bigint, reason: bigint, handled: boolean): void {
    const { keep } = this.#keeping;
    this.#forget(promise);
    if (handled || this.#byPromise.size >= watched) return;
    this.#byPromise.set(promise, { promise: keep(promise), reason: keep(reason) });
  }

  /** Every reason; whoever takes them frees them. */
  take(): V[] {
    if (this.#byPromise.size === 0) return [];
    const reasons: V[] = [];
    for (const { promise, reason } of this.#byPromise.values()) {
      this.#keeping.free(promise);
      reasons.push(reason);
    }
    this.#byPromise.clear();
    return reasons;
  }

  /** Forgets those of which `told` says so. */
  drop(told: (reason: V) => boolean): void {
    for (const [promise, { reason }] of [...this.#byPromise]) if (told(reason)) this.#forget(promise);
  }

  #forget(promise: bigint): void {
    const rejection = this.#byPromise.get(promise);
    if (rejection === undefined) return;
    this.#byPromise.delete(promise);
    this.#keeping.free(rejection.promise);
    this.#keeping.free(rejection.reason);
  }
}
