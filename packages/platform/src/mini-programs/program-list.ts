import { sql } from 'kysely';
import { z } from 'zod';
import type { Storage } from '../database/storage.ts';
import { cursorText, readCursor, toCursor } from '../http/cursor.ts';
import { type MiniProgram, toMiniProgram } from './mini-program.ts';
import { nameKey } from './program-name.ts';

export interface ProgramQuery {
  /** Without one, those of all teams. */
  readonly teamId?: string;
  /** A part of the name, or a whole AppId or team id. */
  readonly query?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface ProgramPage {
  readonly miniPrograms: readonly MiniProgram[];
  readonly next: string | null;
}

const place = z.tuple([z.literal([0, 1]), cursorText, cursorText]);
const order = sql`(case when archived_at is null then 0 else 1 end, name_key, app_id)`;

/** One page of mini programs, by name; archived ones last. */
export async function listPrograms(
  { db }: Storage,
  { teamId, query, cursor, limit }: ProgramQuery,
): Promise<ProgramPage> {
  const after = readCursor(cursor, place);
  let select = db.selectFrom('mini_program').selectAll();
  if (teamId !== undefined) select = select.where('team_id', '=', teamId);
  if (query !== undefined) {
    const part = `%${nameKey(query).replaceAll(/[\\%_]/g, '\\$&')}%`;
    select = select.where((eb) =>
      eb.or([
        sql<boolean>`name_key like ${part} escape '\\'`,
        eb('app_id', '=', query),
        eb('team_id', '=', query),
      ]),
    );
  }
  if (after !== undefined) {
    select = select.where(sql<boolean>`${order} > (${after[0]}, ${after[1]}, ${after[2]})`);
  }
  const rows = await select
    .orderBy(sql`case when archived_at is null then 0 else 1 end`)
    .orderBy('name_key')
    .orderBy('app_id')
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    miniPrograms: page.map(toMiniProgram),
    next:
      last === undefined ? null : toCursor([last.archived_at === null ? 0 : 1, last.name_key, last.app_id]),
  };
}
