import type {
  AttemptReason,
  ChoiceReason,
  DialledAddress,
  NetworkErrorCode,
  ServerFailure,
  TextReading,
  WireTiming,
} from '@minigate/network';
import type { Api, Decision } from '@minigate/policy';

/**
 * What an inspector knows of one call. Moments are milliseconds since the epoch, spans milliseconds, sizes
 * bytes. An entry grows while its call is under way; nobody but the recorder writes to it.
 *
 * ```text
 *  called ──▶ waiting ──▶ running ──▶ settled
 *     └──────────┴── (refused, aborted, interrupted) ──▶ settled
 * ```
 *
 * A socket is running until it is closed, and settled then.
 */
export interface Entry {
  readonly id: number;
  readonly api: Api;
  /** As the program wrote it, cut where it is very long. */
  readonly url: string;
  readonly method: string;
  /** Where in the program the call was made, as `file:line:column`, where that is traced. */
  readonly source?: string;
  readonly calledAt: number;
  readonly state: EntryState;
  /** How long the call waited for a slot. Rule 10. */
  readonly waited: number;
  /** Hop 0 is the program's own URL, the next ones are redirects. Empty if nothing was judged. */
  readonly hops: readonly EntryHop[];
  readonly settledAt?: number;
  readonly outcome?: 'success' | 'fail';
  /** What the program was told; of a socket that broke, what its `onError` was told. */
  readonly errMsg?: string;
  readonly error?: EntryError;
  /** The answer as text, before `JSON.parse`, or as bytes. Without one for `downloadFile`. */
  readonly body?: RecordedBody;
  /** Bytes of the answer's body after content decoding, or of the messages that a socket received. */
  readonly bodyBytes: number;
  readonly reading?: TextReading;
  /** The `profile` of the result, as the program got it. Rule 15.5. */
  readonly profile?: CallProfile;
  /** Of `connectSocket`, where the call was accepted. */
  readonly socket?: EntrySocket;
}

/** A field each, by the names that programs use; moments are whole milliseconds since the epoch. */
export type CallProfile = Readonly<Record<string, number | string | boolean>>;

export type EntryState = 'called' | 'waiting' | 'running' | 'settled';

export interface EntryError {
  readonly code: NetworkErrorCode;
  readonly errno: number;
  /** What exactly happened; never shown to the program. */
  readonly detail?: string;
  readonly fix: string;
}

/** One URL of a call: judged, then sent, then answered, as far as it came. */
export interface EntryHop {
  readonly hop: number;
  readonly url: string;
  readonly decision?: Decision;
  readonly request?: HopRequest;
  readonly address?: DialledAddress;
  /** Of a call to an accelerated origin: which servers it went to. Rule 25. */
  readonly acceleration?: HopAcceleration;
  /** The name of the made-up answer that it got instead of a server's. */
  readonly mock?: string;
  readonly response?: HopResponse;
  /** Moments are milliseconds since the epoch here, or 0. */
  readonly timing?: Readonly<WireTiming>;
}

/** How a hop to an accelerated origin found its server. Origins are those of candidates. Rule 25. */
export interface HopAcceleration {
  readonly chosen: string;
  readonly reason: ChoiceReason;
  /** So many candidates were ejected that all were used. */
  readonly panic: boolean;
  /** In order; more than one where one failed or was late. */
  readonly attempts: readonly HopAttempt[];
  /** Whose answer counts; absent where none came. */
  readonly answeredBy?: string;
}

export interface HopAttempt {
  readonly time: number;
  readonly candidate: string;
  /** `connecting`: it had no connection yet when it failed. */
  readonly why: AttemptReason | 'connecting';
  readonly failure?: { readonly time: number; readonly why: ServerFailure; readonly detail?: string };
}

export interface HopRequest {
  readonly time: number;
  readonly method: string;
  readonly headers: RecordedHeaders;
  readonly body?: RecordedBody;
  /** The length of a body that was made while it was sent, and is not recorded. */
  readonly streamedBytes?: number;
}

export interface HopResponse {
  readonly time: number;
  readonly status: number;
  readonly protocol: 'http1.1' | 'h2';
  readonly headers: RecordedHeaders;
}

export interface RecordedHeaders {
  readonly lines: readonly (readonly [name: string, value: string])[];
  /** Some lines were left out, because there were too many bytes. */
  readonly cut: boolean;
}

export interface RecordedBody {
  readonly content: string | Uint8Array;
  /** The whole length: characters of a text, bytes of anything else. */
  readonly length: number;
  /** `content` is only the beginning. */
  readonly cut: boolean;
}

/** What an inspector knows of a socket whose call was accepted. */
export interface EntrySocket {
  /** When the handshake had succeeded. */
  readonly openedAt?: number;
  readonly sent: SocketTraffic;
  readonly received: SocketTraffic;
  /** The first ones, oldest first: `sent` and `received` count those too that are not kept. */
  readonly messages: readonly EntryMessage[];
  /** How it ended; absent while it lives. */
  readonly close?: { readonly code: number; readonly reason: string };
}

export interface SocketTraffic {
  readonly messages: number;
  readonly bytes: number;
}

export interface EntryMessage {
  readonly time: number;
  readonly direction: 'in' | 'out';
  readonly data: RecordedBody;
}

/** A deny on the way of a call, be it of a URL or of the address that a name leads to. */
export interface Denial {
  readonly hop: number;
  readonly url: string;
  /** A reason code of the policy, or `ADDRESS` for the address guard. */
  readonly reason: string;
  readonly message: string;
  readonly suggestion?: string;
  /** The server domain that comes nearest, as configured. */
  readonly nearest?: string;
  /** What was to be called: scheme, hostname and written port. */
  readonly origin?: string;
  /** The address that the guard judged. */
  readonly address?: string;
  /** `false` in debugging mode: the call went on, and would fail outside of it. Rule 8. */
  readonly enforced: boolean;
}

/**
 * Every deny that a call met, in order: at most one that was enforced, as the last, and in debugging mode
 * those that would have ended it outside.
 */
export function denialsOf(entry: Entry): Denial[] {
  return entry.hops.flatMap(({ hop, url, decision, address, acceleration }) => {
    const denials: Denial[] = [];
    if (decision?.verdict === 'deny') {
      const { reason, message, suggestion, nearest, target, enforced } = decision;
      const origin = target && `${target.scheme}://${target.authority.toLowerCase()}`;
      denials.push({ hop, url, reason, message, suggestion, nearest: nearest?.text, origin, enforced });
    }
    if (address?.verdict === 'deny') {
      const { enforced } = address;
      const dialled = hostOf(acceleration?.attempts.at(-1)?.candidate ?? url);
      const message =
        address.addressClass === 'ownListener'
          ? `${dialled} leads to port ${address.port} of this machine, where Minigate itself listens.`
          : `${dialled} leads to ${address.address}, which is not globally routable (${address.addressClass}).`;
      denials.push({ hop, url, reason: 'ADDRESS', message, address: address.address, enforced });
    }
    return denials;
  });
}

/** Whether the call went through only because of debugging mode. */
export function wouldFailOutsideDebugging(entry: Entry): boolean {
  return !isRefused(entry) && denialsOf(entry).some(({ enforced }) => !enforced);
}

const refusals = ['NOT_IN_DOMAIN_LIST', 'INVALID_URL', 'ADDRESS_REFUSED', 'NO_POLICY'] as const;

/** Whether a rule ended the call, rather than a server, the network or the program. */
export function isRefused(entry: Entry): boolean {
  const code = entry.error?.code;
  return refusals.some((refusal) => refusal === code);
}

function hostOf(url: string): string {
  return /^[a-z]+:\/\/(\[[^\]]*\]|[^/?#:]*)/i.exec(url)?.[1] ?? url;
}
