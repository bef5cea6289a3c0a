import type { NetworkError } from '../errors.ts';
import type { ConnectionType } from '../platform-api.ts';
import type { ChoiceReason } from './chooser.ts';
import type { Ejection, Failure } from './health.ts';
import type { Probe } from './probes.ts';

/** Why a request goes to a server. */
export type AttemptReason =
  /** It was chosen. */
  | 'chosen'
  /** Its connection was there first. */
  | 'connected-first'
  /** The one before failed, and the call may be repeated; or it led the call in a circle of redirects. */
  | 'repeated'
  /** The one before is late; both are under way. */
  | 'late';

/** What happened, apart from when and to whom. Origins are those of candidates, as the policy has them. */
export type AccelerationNews =
  | {
      readonly kind: 'choice';
      /** What the program called. */
      readonly origin: string;
      readonly candidate: string;
      readonly reason: ChoiceReason;
      /** So many candidates are ejected that all are used. */
      readonly panic: boolean;
    }
  | { readonly kind: 'attempt'; readonly candidate: string; readonly why: AttemptReason }
  /** The answer that counts begins. */
  | { readonly kind: 'answer'; readonly candidate: string }
  /** A request goes to the accelerated origin itself, which is no candidate. */
  | { readonly kind: 'fallback'; readonly origin: string }
  | { readonly kind: 'probe'; readonly candidate: string; readonly probe: Probe['kind'] }
  /** Milliseconds; absent where that part did not happen. */
  | {
      readonly kind: 'measurement';
      readonly candidate: string;
      readonly source: 'call' | 'probe';
      readonly firstByte?: number;
      /** TCP and TLS together. */
      readonly connect?: number;
      /** The part of `connect` that TLS took. */
      readonly tls?: number;
    }
  | {
      readonly kind: 'failure';
      readonly candidate: string;
      readonly source: 'call' | 'probe';
      readonly why: Failure;
      /** Absent where it is only late, or says by its status that it cannot serve. */
      readonly error?: NetworkError;
    }
  /** `until` in milliseconds since the epoch; after that it has to answer a probe. */
  | {
      readonly kind: 'ejection';
      readonly candidate: string;
      readonly why: Ejection['why'];
      readonly until: number;
      readonly error?: NetworkError;
    }
  | { readonly kind: 'return'; readonly candidate: string }
  | { readonly kind: 'panic'; readonly on: boolean }
  /** What was measured in earlier runs was read, or cannot be used or kept: nothing else depends on it. */
  | {
      readonly kind: 'memory';
      readonly outcome: 'read' | 'unusable' | 'unwritable';
      readonly detail: string;
    };

/** Domain acceleration, for those who watch: which server is used, and why. Rule 25. */
export type AccelerationEvent = AccelerationNews & {
  /** Of the call; 0 where it is about none, as of a probe. */
  readonly id: number;
  /** Of the call. */
  readonly hop: number;
  readonly time: number;
  /** The network of the device. */
  readonly network: ConnectionType;
};
