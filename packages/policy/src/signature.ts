import type { PolicyDocument } from './document.ts';
import { parsePolicyDocument } from './document.ts';
import type { PolicyIssue } from './issues.ts';
import type { PolicyPrivateKey, PolicyPublicKey } from './policy-key.ts';
import { publicHalf, readPolicyKey } from './policy-key.ts';
import { quote } from './quote.ts';
import { openText, signText } from './signed-text.ts';
import type { Trust } from './signed-text.ts';
import { signedPolicyFault } from './signed-policy-faults.ts';
import type { SignedPolicyFault } from './signed-policy-faults.ts';

/** A policy document that says from when until when it holds. */
export type DatedPolicyDocument = PolicyDocument & Required<Pick<PolicyDocument, 'issuedAt' | 'expiresAt'>>;

/** What the platform signs. */
export interface PolicyStatement {
  /** The origin of the platform, such as `https://platform.example.com`; the `iss` of the signed text. */
  readonly issuer: string;
  readonly document: DatedPolicyDocument;
  /** The key that will sign next: clients that take this policy trust it from then on. */
  readonly nextKey?: PolicyPublicKey | undefined;
}

/** The two facts by which policies are ordered; any `PolicyDocument` with its times has them. */
export type PolicyAge = Pick<DatedPolicyDocument, 'version' | 'issuedAt'>;

/** What a client expects of a signed policy, whenever it reads it. */
export interface PolicyOrigin extends Trust {
  readonly issuer: string;
}

/** What a client expects of a signed policy that is to be in force. */
export interface PolicyExpectation {
  readonly appId: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The policy that is known already; older ones are refused, the same one is not. */
  readonly newerThan?: PolicyAge | undefined;
}

/** A policy whose signature, issuer and form are in order. */
export interface OpenedPolicy {
  readonly ok: true;
  readonly policy: DatedPolicyDocument;
  /** Entries that grant nothing. */
  readonly ignored: readonly PolicyIssue[];
  /** The thumbprint of the key that signed. */
  readonly keyId: string;
  readonly nextKey: PolicyPublicKey | undefined;
}

export type PolicyVerification = OpenedPolicy | { readonly ok: false; readonly fault: SignedPolicyFault };

/** So far the clocks of platform and client may differ. Milliseconds. */
export const clockSkew = 5 * 60 * 1000;

/**
 * Signs a policy document, in the form in which it is in force: bad entries and unknown fields are left out.
 *
 * @returns a JWS in compact form; header `{ alg: 'EdDSA', kid, typ: 'minigate-policy+jws' }`, payload
 *   `{ iss, policy, nextKey? }`
 * @throws TypeError if the document cannot be used, or does not end after it begins
 * @example
 * const { privateKey } = await generatePolicyKey();
 * const issuedAt = Date.now();
 * const document = { appId: 'demo', version: 3, serverDomains: ['https://api.example.com'], issuedAt, expiresAt: issuedAt + 7 * 86_400_000 };
 * await signPolicy({ issuer: 'https://platform.example.com', document }, privateKey); // 'eyJhbGciOiJFZERTQSIs…'
 */
export async function signPolicy(
  { issuer, document, nextKey }: PolicyStatement,
  privateKey: PolicyPrivateKey,
): Promise<string> {
  const read = readPolicy(document);
  if (!read.ok) throw new TypeError(`The policy document cannot be signed: ${read.fault.message}`);
  const announced = nextKey === undefined ? {} : { nextKey: await publicHalf(nextKey) };
  return signText('minigate-policy+jws', { iss: issuer, policy: read.policy, ...announced }, privateKey);
}

/**
 * Reads a signed policy and judges it. Pure: the time is given. Never throws.
 *
 * @returns the policy, deeply frozen; or the first fault that was found, see `signedPolicyFaults`
 * @example
 * const result = await verifyPolicy(text, { issuer, appId: 'demo', keys, thumbprints: [pinned], now: Date.now() });
 * if (result.ok) decide(result.policy, 'request', url);
 * else console.error(result.fault.message, result.fault.suggestion);
 */
export async function verifyPolicy(
  text: unknown,
  expected: PolicyOrigin & PolicyExpectation,
): Promise<PolicyVerification> {
  const opened = await openPolicy(text, expected);
  if (!opened.ok) return opened;
  const fault = findPolicyFault(opened.policy, expected);
  return fault === undefined ? opened : { ok: false, fault };
}

/**
 * Checks what does not change with time: signature, issuer, form. For policies that are kept, and for those
 * that are shown; {@link findPolicyFault} says whether one may be in force. Never throws.
 */
export async function openPolicy(
  text: unknown,
  { issuer, keys, thumbprints }: PolicyOrigin,
): Promise<PolicyVerification> {
  const opened = await openText(text, ['minigate-policy+jws'], { keys, thumbprints });
  if (!opened.ok) return opened;
  const { keyId, payload } = opened;
  if (payload['iss'] !== issuer) {
    const named = typeof payload['iss'] === 'string' ? quote(payload['iss']) : 'none is named';
    return { ok: false, fault: signedPolicyFault('WRONG_ISSUER', named) };
  }
  const read = readPolicy(payload['policy']);
  if (!read.ok) return read;
  const announced = payload['nextKey'];
  const nextKey = await readPolicyKey(announced);
  if (announced !== undefined && nextKey === undefined)
    return { ok: false, fault: signedPolicyFault('INVALID_NEXT_KEY') };
  return { ok: true, policy: read.policy, ignored: read.ignored, keyId, nextKey };
}

/** Why a policy may not be in force for this program, at this time, after that other policy. */
export function findPolicyFault(
  policy: DatedPolicyDocument,
  { appId, now, newerThan }: PolicyExpectation,
): SignedPolicyFault | undefined {
  if (policy.appId !== appId) return signedPolicyFault('WRONG_APP_ID', quote(policy.appId));
  if (policy.expiresAt <= now) return signedPolicyFault('EXPIRED', `at ${writeTime(policy.expiresAt)}`);
  if (policy.issuedAt > now + clockSkew) {
    return signedPolicyFault('ISSUED_IN_FUTURE', writeTime(policy.issuedAt));
  }
  if (newerThan !== undefined && isOlder(policy, newerThan)) {
    return signedPolicyFault('OLDER_VERSION', `version ${policy.version} of ${writeTime(policy.issuedAt)}`);
  }
  return undefined;
}

/** By version, and of the same version, which is signed anew before it expires, by time. */
function isOlder(policy: PolicyAge, than: PolicyAge): boolean {
  return policy.version === than.version ? policy.issuedAt < than.issuedAt : policy.version < than.version;
}

type ReadPolicy =
  | { readonly ok: true; readonly policy: DatedPolicyDocument; readonly ignored: readonly PolicyIssue[] }
  | { readonly ok: false; readonly fault: SignedPolicyFault };

function readPolicy(value: unknown): ReadPolicy {
  const parsed = parsePolicyDocument(value);
  if (!parsed.ok) {
    const messages = parsed.issues.map(({ message }) => message.replace(/\.$/, ''));
    return { ok: false, fault: signedPolicyFault('INVALID_POLICY', messages.join('; ')) };
  }
  const { document: policy, ignored } = parsed;
  return isDated(policy)
    ? { ok: true, policy, ignored }
    : { ok: false, fault: signedPolicyFault('NO_LIFETIME') };
}

/** No date is later than the last one that JavaScript has. */
const lastTime = 8.64e15;

function isDated(policy: PolicyDocument): policy is DatedPolicyDocument {
  const { issuedAt, expiresAt } = policy;
  return issuedAt !== undefined && expiresAt !== undefined && issuedAt < expiresAt && expiresAt <= lastTime;
}

function writeTime(time: number): string {
  return new Date(time).toISOString();
}
