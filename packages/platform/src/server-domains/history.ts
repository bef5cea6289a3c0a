import { compareLists, type EntriesByList } from '@minigate/policy';
import { z } from 'zod';
import type { Database } from '../database/storage.ts';
import { readCursor, toCursor } from '../http/cursor.ts';
import { readVersions } from './saved.ts';

/** One change of the server domains of a mini program. */
export interface HistoryEntry {
  readonly version: number;
  readonly changedBy: string;
  /** Milliseconds since the epoch. */
  readonly changedAt: number;
  readonly restored: number | null;
  /** What this version grants and the one before did not. */
  readonly added: EntriesByList;
  readonly removed: EntriesByList;
}

export interface HistoryPage {
  /** The newest first. */
  readonly history: readonly HistoryEntry[];
  readonly next: string | null;
}

const place = z.tuple([z.int().positive()]);

/** @throws ApiError `INVALID_REQUEST` if the cursor is none */
export async function readHistory(
  db: Database,
  appId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<HistoryPage> {
  const [before = Number.MAX_SAFE_INTEGER] = readCursor(cursor, place) ?? [];
  const versions = await readVersions(db, appId, { before, limit: limit + 1 });
  const history = versions.slice(0, limit).map(({ serverDomains, ...entry }, index) => {
    const previous = versions[index + 1]?.serverDomains ?? [];
    return { ...entry, ...compareLists(previous, serverDomains) };
  });
  const last = versions.length > limit ? history.at(-1) : undefined;
  return { history, next: last === undefined ? null : toCursor([last.version]) };
}
