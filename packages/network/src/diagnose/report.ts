import type { Api, ReasonCode } from '@minigate/policy';
import type { TextReading } from '../events.ts';
import type { CheckId } from './check-table.ts';

/** From good to bad. A `note` is to know, a `warning` will fail one day or somewhere, a `failure` fails now. */
export type Outcome = 'ok' | 'note' | 'warning' | 'failure';

/** Why it fails, as coarsely as a server says it that examines for others. */
export type FailureClass =
  | 'not-permitted'
  | 'name-not-found'
  | 'unreachable'
  | 'tls'
  | 'certificate'
  | 'http'
  | 'timed-out';

/** Whose judgement differs: the network stacks of the two systems, and the rules of this project. */
export type Platform = 'ios' | 'android' | 'binance';

/** What one check found. */
export interface Check {
  readonly id: CheckId;
  readonly outcome: Outcome;
  readonly sentence: string;
  /** What to do about it. */
  readonly fix?: string;
  /** Of a failure. */
  readonly failure?: FailureClass;
  /** Of a failure: who refuses. Otherwise: whom it concerns, if not all alike. */
  readonly platforms?: readonly Platform[];
}

/** One address of the name, and what the address guard says of it. Rule 7. */
export interface AddressFinding {
  readonly address: string;
  readonly addressClass: string;
  readonly verdict: 'allow' | 'deny';
}

export interface TlsFinding {
  /** As a client with TLS 1.2 and 1.3 negotiates it: `TLSv1.3`. */
  readonly version: string;
  /** The name of the cipher suite in OpenSSL. */
  readonly cipher: string;
  /** What was agreed on: `h2` or `http/1.1`; absent where nothing was. */
  readonly protocol?: string;
  /** Whether it speaks a version; absent where that could not be found out. */
  readonly offers: { readonly tls13?: boolean; readonly tls12?: boolean; readonly older?: boolean };
}

/** One certificate that the server sends. Texts are the server's, cut and not escaped. */
export interface CertificateFinding {
  readonly subject: string;
  readonly issuer: string;
  /** Host names and addresses it is for, the first ones. */
  readonly names: readonly string[];
  /** ISO 8601; empty where the certificate has no date that can be read. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** Whole days until it expires; negative afterwards. */
  readonly daysLeft: number;
  /** `rsa`, `ec`, `ed25519`, …; `unknown` where it cannot be read. */
  readonly keyType: string;
  /** 0 where the type does not say. */
  readonly keyBits: number;
  /** `RSA-SHA256`, `ECDSA-SHA256`, …; the object identifier where the name is not known. */
  readonly signature: string;
  /** It carries signed certificate timestamps. RFC 6962. */
  readonly logged: boolean;
}

/** One URL on the way to the answer. */
export interface HopFinding {
  readonly url: string;
  readonly verdict: 'allow' | 'deny';
  readonly reason: ReasonCode;
  /** Absent where nothing was asked or answered. */
  readonly status?: number;
}

/** The answer after the last redirect. */
export interface AnswerFinding {
  readonly status: number;
  readonly contentType?: string;
  readonly contentEncoding?: string;
  /** How much of the body was read, after content decoding. */
  readonly bodyBytes: number;
  /** The body goes on; no more of it was read. */
  readonly cut: boolean;
  /** Absent where the body is no text. */
  readonly text?: TextReading & { readonly declared?: string };
}

/** Milliseconds. A phase that failed or did not come has none. */
export interface PhaseTimes {
  readonly name?: number;
  readonly connect?: number;
  readonly tls?: number;
  /** From the request to the first byte of the answer. */
  readonly firstByte?: number;
  /** One call over a new connection, without redirects: all of these and the body. */
  readonly total?: number;
}

export interface PlatformFinding {
  readonly platform: Platform;
  /** `unknown`: it was not examined so far that this could be said. */
  readonly verdict: 'works' | 'fails' | 'unknown';
  /** The checks that make it fail, or that say what it depends on. */
  readonly why: readonly CheckId[];
}

/**
 * What `diagnose` found. The shape is stable: `format` grows with every change that readers could trip over.
 * Fields that have nothing to say are absent; lists may be empty.
 */
export interface Diagnosis {
  readonly format: 1;
  /** As it was given, cut. */
  readonly target: string;
  /** What was examined; absent where the target cannot be read. */
  readonly url?: string;
  readonly api: Api;
  readonly disclosure: 'full' | 'coarse';
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** The worst outcome of all checks. */
  readonly outcome: Outcome;
  /** The classes of all failures, none twice. */
  readonly failures: readonly FailureClass[];
  readonly checks: readonly Check[];
  /** Empty with coarse disclosure. */
  readonly addresses: readonly AddressFinding[];
  readonly tls?: TlsFinding;
  /** As the server sends them, its own first. */
  readonly certificates: readonly CertificateFinding[];
  readonly hops: readonly HopFinding[];
  readonly answer?: AnswerFinding;
  readonly times: PhaseTimes;
  readonly platforms: readonly PlatformFinding[];
}
