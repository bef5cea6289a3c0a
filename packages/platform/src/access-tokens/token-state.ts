import type { Database } from '../database/storage.ts';
import { tokenLimits } from './limits.ts';
import { type IssuedToken, readProgramState, tokensOf } from './program-state.ts';
import type { QuotaLimits } from './quota.ts';

/** How much of a quota is used up, and when it begins anew. Times are milliseconds since the epoch. */
export interface QuotaState {
  readonly used: number;
  readonly limit: number;
  readonly endsAt: number;
}

/** What may be shown of the access tokens of a mini program: everything but themselves. */
export interface TokenState {
  /** Those that are valid now, the newest first: two for the five minutes in which one takes the place of the other. */
  readonly tokens: readonly IssuedToken[];
  /** Requests for the token. A replica tells its own after a second, or a hundredth of the limit. */
  readonly quota: {
    readonly minute: QuotaState;
    /** Days are those of UTC. */
    readonly day: QuotaState;
    /** Forced refreshes of a day. */
    readonly forced: QuotaState;
  };
}

export async function readTokenState(
  db: Database,
  appId: string,
  { limits, now }: { readonly limits: QuotaLimits; readonly now: number },
): Promise<TokenState> {
  const program = await readProgramState(db, appId);
  const kept = await db
    .selectFrom('usage_count')
    .select(['what', 'window', 'count'])
    .where('subject', '=', appId)
    .where('what', 'in', ['token-minute', 'token-day', 'token-forced'])
    .execute();
  const quota = (what: string, length: number, limit: number): QuotaState => {
    const window = Math.floor(now / length) * length;
    const used = kept.find((row) => row.what === what && row.window === window)?.count ?? 0;
    return { used, limit, endsAt: window + length };
  };
  const { minute, day, forcedPerDay } = tokenLimits;
  return {
    tokens: program === undefined ? [] : tokensOf(program).filter(({ endsAt }) => endsAt > now),
    quota: {
      minute: quota('token-minute', minute, limits.requestsPerMinute),
      day: quota('token-day', day, limits.requestsPerDay),
      forced: quota('token-forced', day, forcedPerDay),
    },
  };
}
