import { publicHalf, readPolicyKey } from './policy-key.ts';
import type { PolicyPrivateKey, PolicyPublicKey } from './policy-key.ts';
import { quote } from './quote.ts';
import { signedPolicyFault } from './signed-policy-faults.ts';
import type { SignedPolicyFault } from './signed-policy-faults.ts';

/** Longer texts are refused unread. Characters, which are bytes here. */
export const longestSignedText = 1024 * 1024;

/** What a signed text is: the `typ` of its header, so that one kind never passes for the other. RFC 8725, 3.11. */
export type SignedType = 'minigate-policy+jws' | 'minigate-key+jws';

/** Whose signature counts. */
export interface Trust {
  /** Thumbprints of the keys that are trusted. */
  readonly thumbprints: readonly string[];
  /** Public keys that are known, trusted or not; a key whose `kid` is not its own thumbprint is none. */
  readonly keys: readonly PolicyPublicKey[];
}

export type OpenedText =
  | { readonly ok: true; readonly type: SignedType; readonly keyId: string; readonly payload: Fields }
  | { readonly ok: false; readonly fault: SignedPolicyFault };

type Fields = Readonly<Record<string, unknown>>;

const form = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/;

/** A JWS in compact form (RFC 7515), always with EdDSA (RFC 8037). */
export async function signText(type: SignedType, payload: object, key: PolicyPrivateKey): Promise<string> {
  const { CompactSign } = await import('jose/jws/compact/sign');
  const { importJWK } = await import('jose/key/import');
  const { kid } = await publicHalf(key);
  return new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'EdDSA', kid, typ: type })
    .sign(await importJWK({ ...key }, 'EdDSA'));
}

/**
 * Reads a signed text of one of these types. The header is judged before any key is touched: it chooses
 * among trusted keys, and nothing else in it counts. Never throws.
 */
export async function openText(
  text: unknown,
  types: readonly SignedType[],
  trust: Trust,
): Promise<OpenedText> {
  if (typeof text !== 'string') return refuse(signedPolicyFault('MALFORMED'));
  if (text.length > longestSignedText) return refuse(signedPolicyFault('TOO_LARGE'));
  if (!form.test(text)) return refuse(signedPolicyFault('MALFORMED'));
  const header = await readHeader(text);
  if (header === undefined) return refuse(signedPolicyFault('MALFORMED'));
  const { alg, typ, kid } = header;
  if (alg !== 'EdDSA') return refuse(signedPolicyFault('WRONG_ALGORITHM', show(alg)));
  const type = types.find((known) => known === typ);
  if (type === undefined) return refuse(signedPolicyFault('WRONG_TYPE', show(typ)));
  if (typeof kid !== 'string') return refuse(signedPolicyFault('MALFORMED'));
  if (!trust.thumbprints.includes(kid)) return refuse(signedPolicyFault('UNTRUSTED_KEY', quote(kid)));
  const key = await readPolicyKey(trust.keys.find((known) => known.kid === kid));
  if (key?.kid !== kid) return refuse(signedPolicyFault('UNKNOWN_KEY', quote(kid)));
  const bytes = await verifiedBytes(text, key);
  if (bytes === undefined) return refuse(signedPolicyFault('BAD_SIGNATURE'));
  const payload = readJson(bytes);
  return payload === undefined
    ? refuse(signedPolicyFault('MALFORMED'))
    : { ok: true, type, keyId: key.kid, payload };
}

async function readHeader(text: string): Promise<Fields | undefined> {
  const { decodeProtectedHeader } = await import('jose/decode/protected_header');
  try {
    const header: Fields = { ...decodeProtectedHeader(text) };
    return header['crit'] === undefined && header['b64'] === undefined ? header : undefined;
  } catch {
    return undefined;
  }
}

async function verifiedBytes(text: string, key: PolicyPublicKey): Promise<Uint8Array | undefined> {
  const { compactVerify } = await import('jose/jws/compact/verify');
  const { importJWK } = await import('jose/key/import');
  try {
    const { payload } = await compactVerify(text, await importJWK({ ...key }, 'EdDSA'), {
      algorithms: ['EdDSA'],
    });
    return payload;
  } catch {
    return undefined;
  }
}

function readJson(bytes: Uint8Array): Fields | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Fields)
      : undefined;
  } catch {
    return undefined;
  }
}

function refuse(fault: SignedPolicyFault): OpenedText {
  return { ok: false, fault };
}

/** A value of a header as it is shown. */
function show(value: unknown): string {
  return typeof value === 'string' ? quote(value) : 'none';
}
