import type { ChoiceReason } from '../acceleration/chooser.ts';
import type { NetworkErrorCode } from '../errors.ts';

/** What was found out about an acceleration policy. Rule 25. */
export interface AccelerationDiagnosis {
  readonly format: 1;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** `warning`: a candidate answered only sometimes. */
  readonly outcome: 'ok' | 'warning' | 'failure';
  /** What programs call; absent where nothing is accelerated. */
  readonly origin?: string;
  /** What is wrong with the document: sentences. */
  readonly faults: readonly string[];
  /** In the order of the policy; the accelerated origin comes last where it is none of them. */
  readonly candidates: readonly CandidateDiagnosis[];
  /** What a client would choose that has measured just this. */
  readonly choice?: { readonly origin: string; readonly reason: ChoiceReason; readonly sentence: string };
}

/** What a few probes of one candidate came to. */
export interface CandidateDiagnosis {
  readonly origin: string;
  /** The accelerated origin, which is called where no candidate is well. */
  readonly fallback: boolean;
  readonly region?: string;
  readonly weight?: number;
  readonly priority?: number;
  readonly outcome: 'ok' | 'warning' | 'failure';
  readonly trials: number;
  readonly answered: number;
  /** Milliseconds, the middle one of all trials that were answered. */
  readonly times: { readonly connect?: number; readonly tls?: number; readonly firstByte?: number };
  /** Of the last answer. */
  readonly status?: number;
  /** What a call is expected to take, failures priced in, in milliseconds. */
  readonly cost?: number;
  readonly chosen: boolean;
  /** Why the first trial that failed did. */
  readonly problem?: CandidateProblem;
}

export interface CandidateProblem {
  readonly code: NetworkErrorCode | 'UNAVAILABLE';
  /** It may quote the server: escape it where it is shown. */
  readonly sentence: string;
  readonly fix: string;
}
