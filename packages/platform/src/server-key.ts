import { hkdfSync } from 'node:crypto';

/** What a key is used for; each use has a key of its own. */
export type KeyUse = 'access-token' | 'session' | 'signing-key' | 'one-time-link';

/**
 * The platform's one secret, from the settings. Keys for each use are derived from it by HKDF-SHA-256 (RFC 5869), so
 * none tells anything about another. It is never printed, and replicas have the same.
 */
export class ServerKey {
  readonly #secret: Buffer;

  /** @param secret at least 32 bytes of randomness, in any text form */
  constructor(secret: string) {
    this.#secret = Buffer.from(secret, 'utf8');
  }

  /** @returns 32 bytes */
  keyFor(use: KeyUse): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#secret, '', `minigate ${use}`, 32));
  }

  /** Shown in a log or a debugger in place of the secret. */
  toJSON(): string {
    return '[server key]';
  }
}
