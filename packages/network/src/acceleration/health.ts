import type { AccelerationThresholds } from '@minigate/policy';
import { choiceLimits } from './limits.ts';

/** Why a call or a probe failed, as far as the choice of a server is concerned. */
export type Failure =
  /** No connection, or none with TLS. */
  | 'unreachable'
  /** Nothing came in time. */
  | 'silent'
  /** The connection ended before an answer. */
  | 'broken'
  /** The server says that it cannot serve: 502, 503 or 504. */
  | 'unavailable'
  /** It cannot prove its name. */
  | 'certificate';

/** How a server has done. Times are milliseconds since the epoch. */
export interface Health {
  /** Failures since the last answer. */
  readonly row: number;
  /** The share of failures at `at`; it decays with time. */
  readonly share: number;
  readonly at: number;
  /** How often in a row it was ejected. */
  readonly ejections: number;
  readonly ejection: Ejection | undefined;
}

/** From `at` to `until` a server gets no calls; after that it has to answer a probe first. */
export interface Ejection {
  readonly why: Failure | 'failure share';
  readonly at: number;
  readonly until: number;
  /** When it answered again; `undefined` as long as it has not. */
  readonly over: number | undefined;
}

export type HealthState = 'healthy' | 'ejected' | 'returning';

export const unharmed: Health = { row: 0, share: 0, at: 0, ejections: 0, ejection: undefined };

export function stateOf({ ejection }: Health, now: number): HealthState {
  if (ejection === undefined || ejection.over !== undefined) return 'healthy';
  return now < ejection.until ? 'ejected' : 'returning';
}

export function failureShare({ share, at }: Health, now: number): number {
  return share * Math.exp(-Math.max(now - at, 0) / choiceLimits.failureDecay);
}

/** After an answer. One that had been sent before an ejection ended does not end it. */
export function afterAnswer(health: Health, now: number): Health {
  const share = failureShare(health, now) * (1 - choiceLimits.failureStep);
  const returned = stateOf(health, now) === 'returning' && health.ejection !== undefined;
  const ejection = returned ? { ...health.ejection, over: now } : health.ejection;
  return { ...health, row: 0, share, at: now, ejection };
}

/**
 * After a failure: each further ejection is twice as long as the one before, up to a longest one, and up to a
 * quarter longer by chance, so that clients do not come back together. A time as long as the last ejection without
 * another one makes up for one.
 */
export function afterFailure(health: Health, { why, now, thresholds, chance }: FailureCircumstances): Health {
  const decayed = failureShare(health, now);
  const share = decayed + (1 - decayed) * choiceLimits.failureStep;
  const failed: Health = { ...health, row: health.row + 1, share, at: now };
  const state = stateOf(health, now);
  if (state === 'ejected') return failed;
  const reason = reasonToEject(failed, why, thresholds, state);
  if (reason === undefined) return failed;
  const ejections = Math.max(health.ejections - madeUpFor(health, now), 0);
  const { ejectionTime, longestEjection } = thresholds;
  const time = why === 'certificate' ? longestEjection : ejectionTime * 2 ** Math.min(ejections, 30);
  const until = now + Math.min(time, longestEjection) * (1 + chance / 4);
  return { ...failed, ejections: ejections + 1, ejection: { why: reason, at: now, until, over: undefined } };
}

interface FailureCircumstances {
  readonly why: Failure;
  readonly now: number;
  readonly thresholds: AccelerationThresholds;
  /** From 0 to 1. */
  readonly chance: number;
}

function reasonToEject(
  { row, share }: Health,
  why: Failure,
  { consecutiveFailures, failureRate }: AccelerationThresholds,
  state: HealthState,
): Ejection['why'] | undefined {
  if (why === 'certificate' || state === 'returning' || row >= consecutiveFailures) return why;
  return share >= failureRate ? 'failure share' : undefined;
}

function madeUpFor({ ejection }: Health, now: number): number {
  if (ejection?.over === undefined) return 0;
  return Math.floor((now - ejection.over) / Math.max(ejection.until - ejection.at, 1));
}
