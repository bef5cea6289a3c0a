import type { Database } from './storage.ts';

/** How often something was done: by or to whom, what, and in which window of time. */
export interface Usage {
  readonly subject: string;
  readonly what: string;
  readonly window: number;
  readonly count: number;
}

/**
 * Adds to a count. Others that add to the same one wait until the end of this change.
 *
 * @returns the count of all replicas, with this one
 */
export async function addToCount(db: Database, usage: Usage): Promise<number> {
  const { count } = await db
    .insertInto('usage_count')
    .values(usage)
    .onConflict((conflict) =>
      conflict
        .columns(['subject', 'what', 'window'])
        .doUpdateSet(({ eb }) => ({ count: eb('usage_count.count', '+', usage.count) })),
    )
    .returning('count')
    .executeTakeFirstOrThrow();
  return count;
}
