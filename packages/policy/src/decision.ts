import type { Target } from './target.ts';
import type { AllowReason, DenyReason } from './reasons.ts';
import type { ServerDomain } from './server-domain.ts';

/** The URL may be called, and `target` is what is dialled; the URL's text is not read again. */
export interface AllowDecision {
  readonly verdict: 'allow';
  readonly enforced: true;
  readonly reason: AllowReason;
  readonly message: string;
  readonly suggestion?: undefined;
  readonly nearest?: undefined;
  readonly target: Target;
}

/** The URL may not be called in production. */
export interface DenyDecision {
  readonly verdict: 'deny';
  /** `false` only in debugging mode, for a reason that it waives: the call goes through, and is reported. Rule 8. */
  readonly enforced: boolean;
  readonly reason: DenyReason;
  /** What happened and why, with the text concerned, escaped and cut. */
  readonly message: string;
  /** What to change. */
  readonly suggestion: string;
  /** The entry that came nearest to covering the URL. */
  readonly nearest?: ServerDomain | undefined;
  /** Present wherever debugging mode could let the call through; absent where nothing may ever be dialled. */
  readonly target?: Target | undefined;
}

/** The verdict on one URL, as a value. Plain data: it can be logged, compared and sent to another thread. */
export type Decision = AllowDecision | DenyDecision;
