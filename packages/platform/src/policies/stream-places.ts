import { ApiError } from '../errors.ts';
import { networkOf } from '../http/client-network.ts';

/** Seconds after which a client may try again. */
const later = 30;

/** How many streams there may be, in all and for each address. */
export class StreamPlaces {
  readonly #most: { readonly all: number; readonly each: number };
  readonly #taken = new Map<string, number>();
  #all = 0;

  constructor(most: { readonly all: number; readonly each: number }) {
    this.#most = most;
  }

  /**
   * Takes a place; the answer gives it back, once.
   *
   * @throws ApiError `TOO_MANY_REQUESTS` for this address; `UNAVAILABLE` for everybody
   */
  take(address: string): () => void {
    const who = networkOf(address);
    const taken = this.#taken.get(who) ?? 0;
    if (taken >= this.#most.each) {
      throw new ApiError('TOO_MANY_REQUESTS', {
        detail: 'too many streams from this address',
        retryAfter: later,
      });
    }
    if (this.#all >= this.#most.all) {
      throw new ApiError('UNAVAILABLE', {
        detail: 'there are as many streams as this replica takes',
        retryAfter: later,
      });
    }
    this.#all += 1;
    this.#taken.set(who, taken + 1);
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.#all -= 1;
      const left = (this.#taken.get(who) ?? 1) - 1;
      if (left === 0) this.#taken.delete(who);
      else this.#taken.set(who, left);
    };
  }
}
