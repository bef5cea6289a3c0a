import type { Database } from '../database/storage.ts';
import { addToCount } from '../database/usage-count.ts';
import { ApiError } from '../errors.ts';

const minute = 60_000;
const windows = 60;
const what = 'domain-check';

/**
 * Counts one examination, as a part of a change. Counted by the minute: what is older than an hour plays no part any
 * more.
 *
 * @param subject a mini program or a team
 * @returns how many there were in the last hour, with this one
 * @throws ApiError `QUOTA_EXCEEDED`; the change must not go on then
 */
export async function takeCheck(
  db: Database,
  { subject, limit }: { subject: string; limit: number },
  now: number,
): Promise<number> {
  const current = Math.floor(now / minute);
  await db
    .deleteFrom('usage_count')
    .where('subject', '=', subject)
    .where('what', '=', what)
    .where('window', '<=', current - windows)
    .execute();
  await addToCount(db, { subject, what, window: current, count: 1 });
  const kept = await db
    .selectFrom('usage_count')
    .select(['window', 'count'])
    .where('subject', '=', subject)
    .where('what', '=', what)
    .orderBy('window')
    .execute();
  const used = kept.reduce((sum, { count }) => sum + count, 0);
  const [oldest = { window: current }] = kept;
  if (used <= limit) return used;
  throw new ApiError('QUOTA_EXCEEDED', {
    detail: `${limit} examinations an hour`,
    details: { limit },
    retryAfter: ((oldest.window + windows) * minute - now) / 1000,
  });
}
