/** The public half of a key that signs policies: a JSON Web Key with Ed25519. RFC 8037. */
export interface PolicyPublicKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  /** 32 bytes in base64url. */
  readonly x: string;
  /** The key's own SHA-256 thumbprint in base64url, never another name. RFC 7638. */
  readonly kid: string;
  readonly alg: 'EdDSA';
  readonly use: 'sig';
}

/** Both halves. Whoever holds this decides what every client may reach. */
export interface PolicyPrivateKey extends PolicyPublicKey {
  /** 32 bytes in base64url. */
  readonly d: string;
}

export interface PolicyKeyPair {
  readonly privateKey: PolicyPrivateKey;
  readonly publicKey: PolicyPublicKey;
  /** What clients pin; the `kid` of both. */
  readonly thumbprint: string;
}

const keyForm = /^[A-Za-z0-9_-]{43}$/;

/**
 * Makes a key that signs policies.
 *
 * @example
 * const { privateKey, thumbprint } = await generatePolicyKey();
 * thumbprint; // 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k'
 */
export async function generatePolicyKey(): Promise<PolicyKeyPair> {
  const { generateKeyPair } = await import('jose/key/generate/keypair');
  const { exportJWK } = await import('jose/key/export');
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const { x = '', d = '' } = await exportJWK(pair.privateKey);
  const publicKey = await publicKeyOf(x);
  return { privateKey: { ...publicKey, d }, publicKey, thumbprint: publicKey.kid };
}

/**
 * Reads a public key from foreign data. Its name is computed, never believed; a private half is not taken
 * along. `undefined` where the value is no Ed25519 key.
 */
export async function readPolicyKey(value: unknown): Promise<PolicyPublicKey | undefined> {
  if (typeof value !== 'object' || value === null) return undefined;
  const field = (name: string): unknown =>
    Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
  const x = field('x');
  if (field('kty') !== 'OKP' || field('crv') !== 'Ed25519') return undefined;
  return typeof x === 'string' && keyForm.test(x) ? publicKeyOf(x) : undefined;
}

/**
 * The key as it may be signed and published, even where both halves were given.
 *
 * @throws TypeError if it is no Ed25519 key
 */
export async function publicHalf(key: PolicyPublicKey): Promise<PolicyPublicKey> {
  const read = await readPolicyKey(key);
  if (read !== undefined) return read;
  throw new TypeError('The key that is announced is no Ed25519 public key in the form of RFC 8037.');
}

async function publicKeyOf(x: string): Promise<PolicyPublicKey> {
  const { calculateJwkThumbprint } = await import('jose/jwk/thumbprint');
  const kid = await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x }, 'sha256');
  return { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' };
}
