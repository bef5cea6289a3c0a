import { ApiError } from '../errors.ts';
import { weaknessOf } from './password-rules.ts';

/** Hashes that are computed together; each takes 32 MiB and about 0.1 s of a core. */
const together = 2;
/** Hashes that wait for their turn; further ones are refused. */
const mostWaiting = 50;

/** Loaded with the first password: a start needs none. */
const loadCrypto = () => import('better-auth/crypto');

/** Salted scrypt hashes of passwords, as better-auth makes them, a few at a time. */
export class Passwords {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  /** @throws ApiError `WEAK_PASSWORD`, or `UNAVAILABLE` when too many wait */
  async hash(password: string, email: string): Promise<string> {
    const weakness = weaknessOf(password, email);
    if (weakness !== undefined) throw new ApiError('WEAK_PASSWORD', { detail: `it ${weakness}` });
    return this.#inTurn(async () => (await loadCrypto()).hashPassword(password));
  }

  /**
   * Whether `password` has this hash. Without a hash the answer is no, and takes the same time.
   *
   * @throws ApiError `UNAVAILABLE` when too many wait
   */
  async matches(hash: string | null | undefined, password: string): Promise<boolean> {
    return this.#inTurn(async () => {
      const { hashPassword, verifyPassword } = await loadCrypto();
      if (hash) return verifyPassword({ hash, password });
      await hashPassword(password);
      return false;
    });
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= together) {
      if (this.#waiting.length >= mostWaiting) throw new ApiError('UNAVAILABLE', { retryAfter: 5 });
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}
