import type { Database } from '../database/storage.ts';
import { ApiError } from '../errors.ts';
import { domainCheckLimits } from './limits.ts';

const { checksPerHour } = domainCheckLimits;
const minute = 60_000;
const windows = 60;
const what = 'domain-check';

/**
 * Counts one examination, as a part of a change that holds the mini program. Counted by the minute: what is older than
 * an hour plays no part any more.
 *
 * @returns how many there were in the last hour, with this one
 * @throws ApiError `QUOTA_EXCEEDED`
 */
export async function takeCheck(db: Database, appId: string, now: number): Promise<number> {
  const current = Math.floor(now / minute);
  await db
    .deleteFrom('usage_count')
    .where('subject', '=', appId)
    .where('what', '=', what)
    .where('window', '<=', current - windows)
    .execute();
  const kept = await db
    .selectFrom('usage_count')
    .select(['window', 'count'])
    .where('subject', '=', appId)
    .where('what', '=', what)
    .orderBy('window')
    .execute();
  const used = kept.reduce((sum, { count }) => sum + count, 0);
  const [oldest] = kept;
  if (used >= checksPerHour && oldest !== undefined) {
    throw new ApiError('QUOTA_EXCEEDED', {
      detail: `${checksPerHour} examinations an hour`,
      details: { limit: checksPerHour },
      retryAfter: ((oldest.window + windows) * minute - now) / 1000,
    });
  }
  await db
    .insertInto('usage_count')
    .values({ subject: appId, what, window: current, count: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['subject', 'what', 'window'])
        .doUpdateSet(({ eb }) => ({ count: eb('usage_count.count', '+', 1) })),
    )
    .execute();
  return used + 1;
}
