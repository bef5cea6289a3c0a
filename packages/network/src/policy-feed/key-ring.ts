import { type PolicyOrigin, type PolicyPublicKey, type PublishedKey, readKeySet } from '@minigate/policy';

/**
 * The keys that a feed trusts: the pinned one and those that it hands over to. Once a policy was taken that a
 * later key signed, the keys before that one count no more. Rule 24.
 */
export class KeyRing {
  readonly #issuer: string;
  readonly #pinned: string;
  /** The key that signed the policy that was taken last. */
  #signer: string;
  /** From the pinned key on, each behind the one that hands over to it. */
  #chain: readonly PublishedKey[] = [];
  /** The part of the chain that begins with the signer. */
  #current: readonly PublishedKey[] = [];

  /** @param pinned a thumbprint */
  constructor(issuer: string, pinned: string) {
    this.#issuer = issuer;
    this.#pinned = pinned;
    this.#signer = pinned;
  }

  /** Whose signature counts now. */
  get trust(): Pick<PolicyOrigin, 'keys' | 'thumbprints'> {
    return { keys: this.#current, thumbprints: [this.#signer, ...this.#current.map(({ kid }) => kid)] };
  }

  /** Everything that leads from the pinned key to those that count, for keeping; it proves itself. */
  get chain(): readonly PublishedKey[] {
    return this.#chain;
  }

  /** Takes along what a key set, from anywhere, proves. */
  async learn(keySet: unknown): Promise<void> {
    const keys = [...this.#chain, ...unlike(this.#chain, keySet)];
    this.#chain = await readKeySet({ keys }, { issuer: this.#issuer, thumbprints: [this.#pinned] });
    await this.#follow();
  }

  /** A policy was taken, and this is the key that signed it. */
  async signedBy(keyId: string): Promise<void> {
    if (this.#signer === keyId) return;
    this.#signer = keyId;
    await this.#follow();
  }

  /** A policy was taken that announces the next key. */
  async announced(next: PolicyPublicKey, policy: string): Promise<void> {
    if (this.#chain.some(({ kid }) => kid === next.kid)) return;
    await this.learn({ keys: [{ ...next, handover: policy }] });
  }

  async #follow(): Promise<void> {
    const { chain: keys } = this;
    this.#current = await readKeySet({ keys }, { issuer: this.#issuer, thumbprints: [this.#signer] });
  }
}

/** The members of a key set that are not known yet. */
function unlike(known: readonly PublishedKey[], keySet: unknown): unknown[] {
  const keys = typeof keySet === 'object' && keySet !== null && 'keys' in keySet ? keySet.keys : [];
  if (!Array.isArray(keys)) return [];
  return keys.filter((key: unknown) => !known.some(({ x }) => Reflect.get(Object(key), 'x') === x));
}
