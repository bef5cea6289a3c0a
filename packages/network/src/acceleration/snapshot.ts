import type { ConnectionType } from '../platform-api.ts';
import type { CandidateView } from './candidate-view.ts';
import type { AccelerationCounts } from './counters.ts';

/** One candidate at this moment. */
export interface AccelerationCandidateState extends CandidateView {
  readonly region: string | undefined;
  readonly weight: number;
  readonly priority: number;
  /** Its part of all answers of candidates since the network was made, from 0 to 1. */
  readonly share: number;
}

/** Domain acceleration of a network at this moment, for people. Rule 25. */
export interface AccelerationSnapshot {
  /** What programs call. */
  readonly origin: string;
  readonly network: ConnectionType;
  /** So many candidates are ejected that all are used. */
  readonly panic: boolean;
  readonly candidates: readonly AccelerationCandidateState[];
  readonly counts: AccelerationCounts;
}
