import type { ServerDomainLists } from '@minigate/policy';
import type { Selectable } from 'kysely';
import type { Tables } from '../database/schema.ts';
import type { Change, Database } from '../database/storage.ts';
import { ApiError } from '../errors.ts';

/** One version of a mini program's server domains. */
export interface SavedVersion {
  /** From 1, without gaps. */
  readonly version: number;
  readonly serverDomains: ServerDomainLists;
  /** An e-mail address, or the AppId where the program's own server has changed them. */
  readonly changedBy: string;
  /** Milliseconds since the epoch. */
  readonly changedAt: number;
  /** The version that this one brought back. */
  readonly restored: number | null;
}

type Row = Selectable<Tables['server_domains']>;

/** @throws ApiError `NOT_FOUND` */
export async function readVersion(db: Database, appId: string, version: number): Promise<SavedVersion> {
  const row = await db
    .selectFrom('server_domains')
    .selectAll()
    .where('app_id', '=', appId)
    .where('version', '=', version)
    .executeTakeFirst();
  if (row === undefined) throw new ApiError('NOT_FOUND');
  return toSaved(row);
}

/** The version in force. @throws ApiError `NOT_FOUND` */
export async function readCurrent(db: Database, appId: string): Promise<SavedVersion> {
  const row = await db
    .selectFrom('mini_program')
    .innerJoin('server_domains', (join) =>
      join
        .onRef('server_domains.app_id', '=', 'mini_program.app_id')
        .onRef('server_domains.version', '=', 'mini_program.domains_version'),
    )
    .selectAll('server_domains')
    .where('mini_program.app_id', '=', appId)
    .executeTakeFirst();
  if (row === undefined) throw new ApiError('NOT_FOUND');
  return toSaved(row);
}

/** Versions below `before`, the newest first. */
export async function readVersions(
  db: Database,
  appId: string,
  { before, limit }: { before: number; limit: number },
): Promise<readonly SavedVersion[]> {
  const rows = await db
    .selectFrom('server_domains')
    .selectAll()
    .where('app_id', '=', appId)
    .where('version', '<', before)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toSaved);
}

/** Adds a version and puts it in force, as a part of a change that holds the mini program. */
export async function writeVersion({ tx }: Change, appId: string, saved: SavedVersion): Promise<void> {
  const { version, serverDomains, changedBy, changedAt, restored } = saved;
  await tx
    .insertInto('server_domains')
    .values({
      app_id: appId,
      version,
      lists: JSON.stringify(serverDomains),
      changed_by: changedBy,
      changed_at: changedAt,
      restored,
    })
    .execute();
  await tx
    .updateTable('mini_program')
    .set({ domains_version: version })
    .where('app_id', '=', appId)
    .execute();
}

function toSaved(row: Row): SavedVersion {
  return {
    version: row.version,
    serverDomains: JSON.parse(row.lists) as ServerDomainLists,
    changedBy: row.changed_by,
    changedAt: row.changed_at,
    restored: row.restored,
  };
}
