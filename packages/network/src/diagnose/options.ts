import { X509Certificate } from 'node:crypto';
import type { SecureContext } from 'node:tls';
import { type Api, apis, parsePolicyDocument, type PolicyDocument } from '@minigate/policy';
import { AddressGuard } from '../transport/address-guard.ts';
import { type AddressOverride, parseOverrides } from '../transport/address-override.ts';
import type { Lookup } from '../transport/dial.ts';
import { lookupAll } from '../transport/dial-plan.ts';
import { createTrust } from '../transport/trust.ts';
import { diagnosisLimits } from './limits.ts';

export interface DiagnoseOptions {
  /** The call that is meant. Default: `connectSocket` for a `wss` target, else `request`. */
  api?: Api;
  /** What target and redirects are judged by. Default: a document with exactly the target's server domain. */
  policy?: PolicyDocument;
  /** PEM certificates trusted beside the system's. */
  ca?: string | readonly string[];
  /** Addresses for names, as in `createNetwork`: `{ 'api.example.com': '127.0.0.1:8443' }`. */
  resolve?: Readonly<Record<string, string>>;
  /** CIDR ranges that may be dialled beside globally routable addresses. */
  allowAddresses?: readonly string[];
  /** Milliseconds for each phase, 30,000 at most. Default: 10,000. All phases together take at most a minute. */
  timeout?: number;
  /**
   * `coarse` is for a server that examines for others: it tells classes of failures instead of addresses,
   * causes and the times of what failed, and dials nothing that the policy does not permit. Default: `full`.
   */
  disclosure?: 'full' | 'coarse';
  /** Where names are looked up. Default: the system. */
  lookup?: Lookup;
}

/** The options, checked. */
export interface DiagnoseTerms {
  readonly api: Api | undefined;
  readonly policy: PolicyDocument | undefined;
  readonly overrides: ReadonlyMap<string, AddressOverride>;
  readonly guard: AddressGuard;
  readonly lookup: Lookup;
  readonly secureContext: () => SecureContext;
  /** SHA-256 fingerprints of the certificates in `ca`. */
  readonly given: ReadonlySet<string>;
  readonly timeout: number;
  readonly coarse: boolean;
}

/** @throws TypeError if an option is malformed; the message says what to mend */
export function checkTerms(options: DiagnoseOptions): DiagnoseTerms {
  const { api, policy, disclosure = 'full', timeout = diagnosisLimits.phaseTime } = options;
  if (api !== undefined && !apis.includes(api)) {
    throw new TypeError(`There is no call "${api}". There are: ${apis.join(', ')}.`);
  }
  if (disclosure !== 'full' && disclosure !== 'coarse') {
    throw new TypeError(`The disclosure is "full" or "coarse", not "${String(disclosure)}".`);
  }
  const { longestPhaseTime } = diagnosisLimits;
  if (!(timeout >= 1 && timeout <= longestPhaseTime)) {
    throw new TypeError(`The timeout is a number of milliseconds from 1 to ${longestPhaseTime}.`);
  }
  const ca = [options.ca ?? []].flat();
  return {
    api,
    policy: policy === undefined ? undefined : checkPolicy(policy),
    overrides: parseOverrides(options.resolve ?? {}),
    guard: new AddressGuard(options.allowAddresses ?? []),
    lookup: options.lookup ?? lookupAll,
    secureContext: createTrust(ca),
    given: new Set(ca.flatMap(fingerprintsOf)),
    timeout,
    coarse: disclosure === 'coarse',
  };
}

function checkPolicy(value: PolicyDocument): PolicyDocument {
  const parsed = parsePolicyDocument(value);
  if (parsed.ok) return parsed.document;
  const faults = parsed.issues.map(({ message }) => message).join(' ');
  throw new TypeError(`The policy document cannot be used: ${faults}`);
}

function fingerprintsOf(pem: string): string[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (blocks === null) throw new TypeError('`ca` holds a text without a PEM certificate.');
  try {
    return blocks.map((block) => new X509Certificate(block).fingerprint256);
  } catch (cause) {
    throw new TypeError('`ca` holds a certificate that is damaged.', { cause });
  }
}
