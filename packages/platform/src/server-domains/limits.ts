import { type ListName, namedLists, type ServerDomainLists } from '@minigate/policy';
import type { Database } from '../database/storage.ts';
import { ApiError } from '../errors.ts';

/** A list that has more entries than the platform permits. */
export interface Overflow {
  readonly list: ListName;
  readonly count: number;
  readonly limit: number;
}

export function findOverflows(lists: ServerDomainLists, limit: number): readonly Overflow[] {
  return namedLists(lists).flatMap(([list, { length: count }]) =>
    count > limit ? [{ list, count, limit }] : [],
  );
}

/**
 * A list that had too many before, because the limit was lowered, may still become shorter.
 *
 * @throws ApiError `TOO_MANY_ENTRIES`
 */
export function refuseOverflow(before: ServerDomainLists, after: ServerDomainLists, limit: number): void {
  const counts = new Map(namedLists(before).map(([list, { length }]) => [list, length]));
  const lists = findOverflows(after, limit).filter(({ list, count }) => count > (counts.get(list) ?? 0));
  if (lists.length > 0) throw new ApiError('TOO_MANY_ENTRIES', { details: { lists } });
}

/** How often the lists of a mini program were changed since the month began. Its first version is no change. */
export async function countChanges(db: Database, appId: string, now: number): Promise<number> {
  const { count } = await db
    .selectFrom('server_domains')
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .where('app_id', '=', appId)
    .where('version', '>', 1)
    .where('changed_at', '>=', monthOf(now).start)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** @throws ApiError `QUOTA_EXCEEDED` if there was a change for each one that the month has */
export async function refuseSurplus(
  db: Database,
  appId: string,
  limit: number | 'unlimited',
  now: number,
): Promise<void> {
  if (limit === 'unlimited' || (await countChanges(db, appId, now)) < limit) return;
  const { end } = monthOf(now);
  throw new ApiError('QUOTA_EXCEEDED', {
    detail: `${limit} changes of the server domains in a calendar month`,
    details: { limit, endsAt: end },
    retryAfter: (end - now) / 1000,
  });
}

/** The calendar month of a time, in UTC. */
function monthOf(now: number): { start: number; end: number } {
  const date = new Date(now);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return { start: Date.UTC(year, month), end: Date.UTC(year, month + 1) };
}
