import type { Change } from '../database/storage.ts';
import type { TokenTimes } from './token-times.ts';

/**
 * Writes the times of the tokens of a mini program, if nobody else has written them since they were read.
 *
 * @param seen what was read; undefined if there was nothing
 * @returns whether they were written
 */
export async function writeTimes(
  { tx }: Change,
  appId: string,
  { seen, times }: { seen: TokenTimes | undefined; times: TokenTimes },
): Promise<boolean> {
  const row = {
    generation: times.generation,
    issued_at: times.issuedAt,
    previous_issued_at: times.previous?.issuedAt ?? null,
    previous_ends_at: times.previous?.endsAt ?? null,
    forced_at: times.forcedAt ?? null,
  };
  const written =
    seen === undefined
      ? await tx
          .insertInto('access_token')
          .values({ app_id: appId, ...row })
          .onConflict((conflict) => conflict.column('app_id').doNothing())
          .returning('app_id')
          .executeTakeFirst()
      : await tx
          .updateTable('access_token')
          .set(row)
          .where('app_id', '=', appId)
          .where('generation', '=', seen.generation)
          .where('issued_at', '=', seen.issuedAt)
          .returning('app_id')
          .executeTakeFirst();
  return written !== undefined;
}

/**
 * Ends every token of a mini program, as a part of a change that is announced. In force is then one that was never
 * given out, so that the next is another one whatever the clock says.
 */
export async function endTokens({ tx }: Change, appId: string): Promise<void> {
  await tx
    .updateTable('access_token')
    .set(({ eb }) => ({
      issued_at: eb('issued_at', '+', 1),
      previous_issued_at: null,
      previous_ends_at: null,
    }))
    .where('app_id', '=', appId)
    .execute();
}
