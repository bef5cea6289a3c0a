import { asArray } from './foreign.ts';
import { publicHalf, readPolicyKey } from './policy-key.ts';
import type { PolicyPrivateKey, PolicyPublicKey } from './policy-key.ts';
import { openText, signText } from './signed-text.ts';

/** A public key as the platform publishes it. */
export interface PublishedKey extends PolicyPublicKey {
  /**
   * Of every key but the first: that the key before it hands over to it, signed by the key before it. Either
   * what {@link signHandover} gives or a signed policy that announces the key.
   */
  readonly handover?: string;
}

/** The body of `/.well-known/jwks.json`. RFC 7517; other readers of key sets skip `handover`. */
export interface PolicyKeySet {
  readonly keys: readonly PublishedKey[];
}

/** Further keys of a set are not read, so that the work for one set is bounded. */
export const mostKeys = 64;

/**
 * Signs the statement that one key hands over to the next. Published beside the new key, it lets clients
 * catch up that saw no policy that announced it.
 *
 * @param privateKey the key that signs until then
 * @returns a JWS in compact form; header `{ alg: 'EdDSA', kid, typ: 'minigate-key+jws' }`, payload
 *   `{ iss, nextKey }`
 * @throws TypeError if the next key is no Ed25519 key
 */
export async function signHandover(
  { issuer, nextKey }: { readonly issuer: string; readonly nextKey: PolicyPublicKey },
  privateKey: PolicyPrivateKey,
): Promise<string> {
  return signText('minigate-key+jws', { iss: issuer, nextKey: await publicHalf(nextKey) }, privateKey);
}

/**
 * Those keys of a set that are trusted: the pinned ones, and every key that a trusted one hands over to. The
 * set itself need not be trusted; what is wrong in it is skipped. Never throws.
 *
 * @param value a key set from anywhere
 * @returns each trusted key behind the one that hands over to it
 */
export async function readKeySet(
  value: unknown,
  { issuer, thumbprints }: { readonly issuer: string; readonly thumbprints: readonly string[] },
): Promise<PublishedKey[]> {
  const published = await readPublished(value);
  const trusted = published.filter(({ kid }) => thumbprints.includes(kid));
  for (const from of trusted) {
    for (const key of published) {
      if (trusted.includes(key) || key.handover === undefined) continue;
      const opened = await openText(key.handover, ['minigate-key+jws', 'minigate-policy+jws'], {
        thumbprints: [from.kid],
        keys: [from],
      });
      if (!opened.ok || opened.payload['iss'] !== issuer) continue;
      const next = await readPolicyKey(opened.payload['nextKey']);
      if (next?.kid === key.kid) trusted.push(key);
    }
  }
  return trusted;
}

async function readPublished(value: unknown): Promise<PublishedKey[]> {
  const list = typeof value === 'object' && value !== null && 'keys' in value ? value.keys : [];
  const published = new Map<string, PublishedKey>();
  for (const item of asArray(list).slice(0, mostKeys)) {
    const key = await readPolicyKey(item);
    if (key === undefined || published.has(key.kid)) continue;
    const handover: unknown = Reflect.get(Object(item), 'handover');
    published.set(key.kid, typeof handover === 'string' ? { ...key, handover } : key);
  }
  return [...published.values()];
}
