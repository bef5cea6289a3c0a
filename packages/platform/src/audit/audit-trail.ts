import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Tables } from '../database/schema.ts';
import type { Storage } from '../database/storage.ts';
import { readCursor, toCursor } from '../http/cursor.ts';
import type { AuditActor } from './audit-log.ts';

/** One entry of the audit log. */
export interface AuditEntry {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly requestId: string;
  readonly actor: AuditActor;
  /** The address of the client. */
  readonly address: string;
  readonly action: string;
  readonly outcome: 'done' | 'refused';
  readonly teamId: string | null;
  readonly appId: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Whose entries: of a team with its mini programs, of one mini program, or of the whole platform. */
export type AuditScope = { readonly teamId: string } | { readonly appId: string } | 'platform';

/** Which entries; what is not named plays no part. */
export interface AuditFilter {
  /** The whole action, or its noun alone: `server-domains`. */
  readonly action?: string | undefined;
  /** The id of who did it, or the name. */
  readonly actor?: string | undefined;
  readonly outcome?: 'done' | 'refused' | undefined;
  /** Milliseconds since the epoch, included. */
  readonly from?: number | undefined;
  /** Milliseconds since the epoch, not included. */
  readonly to?: number | undefined;
}

export interface AuditPage {
  /** The newest first. */
  readonly entries: readonly AuditEntry[];
  readonly next: string | null;
}

type Row = Selectable<Tables['audit_entry']>;

const place = z.tuple([z.int().positive()]);
/** Entries that an export reads at a time. */
const batch = 500;

/** What reads the audit log, in pages or from end to end. */
export class AuditTrail {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** @throws ApiError `INVALID_REQUEST` if the cursor is none */
  async page(
    scope: AuditScope,
    {
      cursor,
      limit,
      ...filter
    }: AuditFilter & { readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<AuditPage> {
    const [before] = readCursor(cursor, place) ?? [];
    const rows = await this.#read(scope, filter, { before, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return { entries: page.map(toEntry), next: last === undefined ? null : toCursor([last.sequence]) };
  }

  /** All entries, the newest first, read while they are taken. Those that come meanwhile are left out. */
  async *all(scope: AuditScope, filter: AuditFilter): AsyncGenerator<AuditEntry> {
    let before: number | undefined;
    for (;;) {
      const rows = await this.#read(scope, filter, { before, limit: batch });
      yield* rows.map(toEntry);
      if (rows.length < batch) return;
      before = rows.at(-1)?.sequence;
    }
  }

  async #read(
    scope: AuditScope,
    { action, actor, outcome, from, to }: AuditFilter,
    { before, limit }: { before: number | undefined; limit: number },
  ): Promise<readonly Row[]> {
    let select = this.#storage.db.selectFrom('audit_entry').selectAll();
    if (scope !== 'platform') {
      select =
        'teamId' in scope
          ? select.where('team_id', '=', scope.teamId)
          : select.where('app_id', '=', scope.appId);
    }
    if (action !== undefined) {
      // All actions of a noun lie between `noun.` and `noun/`, the character that follows the dot.
      select = action.includes('.')
        ? select.where('action', '=', action)
        : select.where('action', '>=', `${action}.`).where('action', '<', `${action}/`);
    }
    if (actor !== undefined) {
      select = select.where((eb) => eb.or([eb('actor_id', '=', actor), eb('actor_name', '=', actor)]));
    }
    if (outcome !== undefined) select = select.where('outcome', '=', outcome);
    if (from !== undefined) select = select.where('time', '>=', from);
    if (to !== undefined) select = select.where('time', '<', to);
    if (before !== undefined) select = select.where('sequence', '<', before);
    return select.orderBy('sequence', 'desc').limit(limit).execute();
  }
}

function toEntry(row: Row): AuditEntry {
  return {
    id: row.id,
    time: row.time,
    requestId: row.request_id,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    address: row.address,
    action: row.action,
    outcome: row.outcome,
    teamId: row.team_id,
    appId: row.app_id,
    details: JSON.parse(row.details) as Record<string, unknown>,
  };
}
