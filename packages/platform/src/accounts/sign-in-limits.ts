import type { Core } from '../core.ts';
import type { Change } from '../database/storage.ts';
import { networkOf } from '../http/client-network.ts';
import { hashOf } from './secrets.ts';
import { Throttle, type Throttled } from './throttle.ts';

const window = 15 * 60_000;

/** Wrong passwords in a window. */
const rules = {
  /** For one account from one address. */
  pair: { what: 'sign-in.pair', limit: 10, window },
  /** From one address, for all accounts. */
  address: { what: 'sign-in.address', limit: 100, window },
  /** For one account, from all addresses. */
  account: { what: 'sign-in.account', limit: 100, window },
} as const;

/** What an address may still try on an account that is tried from everywhere. */
const duringAttack = 2;

/**
 * Bounds the guessing of passwords, in the same way for addresses that have an account and for those that have none. No
 * number of wrong passwords shuts an account: while it is tried from everywhere, each address has fewer tries.
 */
export class SignInLimits {
  readonly #throttle: Throttle;

  constructor(core: Pick<Core, 'clock'>) {
    this.#throttle = new Throttle(core);
  }

  /**
   * Counts an attempt before it is judged, so that many at the same time do not slip through.
   *
   * @returns what is exceeded, if something is; `first` says that nothing was until now
   */
  async count(
    change: Change,
    email: string,
    address: string,
  ): Promise<{ retryAfter: number; first: boolean } | undefined> {
    const keys = keysOf(email, address);
    const from = beyond(await this.#throttle.count(change, rules.address, keys.address), rules.address.limit);
    // What is refused whoever it is about leaves no counts of its own behind, one for each made-up account.
    if (from !== undefined) return from;
    const account = await this.#throttle.count(change, rules.account, keys.account);
    const pair = await this.#throttle.count(change, rules.pair, keys.pair);
    return beyond(pair, account.exceeded ? duringAttack : rules.pair.limit);
  }

  /** A right password was no guess. */
  async forgive(change: Change, email: string, address: string): Promise<void> {
    const keys = keysOf(email, address);
    await this.#throttle.takeBack(change, rules.account, keys.account);
    await this.#throttle.takeBack(change, rules.pair, keys.pair);
    await this.#throttle.takeBack(change, rules.address, keys.address);
  }
}

function beyond({ count, retryAfter }: Throttled, limit: number) {
  return count > limit ? { retryAfter, first: count === limit + 1 } : undefined;
}

function keysOf(email: string, address: string) {
  const network = networkOf(address);
  const account = hashOf(email.toLowerCase());
  return { account, address: network, pair: hashOf(`${account} ${network}`) };
}
