import { tokenLimits } from './limits.ts';

/** When the tokens of one AppSecret were issued. Times are milliseconds since the epoch. */
export interface TokenTimes {
  /** The generation of the AppSecret that they were issued for. */
  readonly generation: number;
  readonly issuedAt: number;
  /** The token before, while it is valid beside its successor. */
  readonly previous: { readonly issuedAt: number; readonly endsAt: number } | undefined;
  /** The last forced refresh. */
  readonly forcedAt: number | undefined;
}

/** What a request for a token leads to. */
export type TokenPlan =
  /** The token in force is given again. */
  | { readonly kind: 'keep'; readonly times: TokenTimes }
  | { readonly kind: 'issue'; readonly times: TokenTimes }
  /** Another forced refresh so soon is refused. */
  | { readonly kind: 'wait'; readonly milliseconds: number };

export interface TokenWish {
  /** The generation of the AppSecret that was presented. */
  readonly generation: number;
  readonly now: number;
  /** Whether the token in force is to end at once. */
  readonly force: boolean;
}

/**
 * What a request for a token leads to. No two tokens of a generation have the same time of issue, so one that was ended
 * never comes back, whatever the clocks of the replicas say.
 *
 * @param times what is in force; undefined if nothing ever was
 */
export function planToken(times: TokenTimes | undefined, { generation, now, force }: TokenWish): TokenPlan {
  const current = times?.generation === generation ? times : undefined;
  const issuedAt = Math.max(now, (current?.issuedAt ?? 0) + 1);
  if (force) {
    const wait = (current?.forcedAt ?? -Infinity) + tokenLimits.forcedApart - now;
    // Longer than that, it was forced by the clock of a replica that runs ahead: nobody waits for that.
    if (wait > 0 && wait <= tokenLimits.forcedApart) return { kind: 'wait', milliseconds: wait };
    return { kind: 'issue', times: { generation, issuedAt, previous: undefined, forcedAt: now } };
  }
  const endsAt = current === undefined ? 0 : endOf(current.issuedAt);
  if (current !== undefined && endsAt - now > tokenLimits.overlap) return { kind: 'keep', times: current };
  const previous = current !== undefined && endsAt > now ? { issuedAt: current.issuedAt, endsAt } : undefined;
  return { kind: 'issue', times: { generation, issuedAt, previous, forcedAt: current?.forcedAt } };
}

/** When a token ends that nothing ends before. */
export function endOf(issuedAt: number): number {
  return issuedAt + tokenLimits.lifetime;
}

/** Whole seconds that the token of `times` is valid for, as `expires_in` says. */
export function secondsLeft({ issuedAt }: TokenTimes, now: number): number {
  return Math.floor(Math.min(endOf(issuedAt) - now, tokenLimits.lifetime) / 1000);
}
