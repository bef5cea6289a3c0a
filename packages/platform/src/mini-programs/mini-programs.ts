import type { Selectable } from 'kysely';
import { endTokens } from '../access-tokens/token-store.ts';
import type { Origin } from '../audit/audit-log.ts';
import type { Core } from '../core.ts';
import type { Tables } from '../database/schema.ts';
import type { Change, Database } from '../database/storage.ts';
import { ApiError } from '../errors.ts';
import { newId } from '../ids.ts';

/** A mini program as the console shows it. Times are milliseconds since the epoch. */
export interface MiniProgram {
  readonly appId: string;
  readonly teamId: string;
  readonly name: string;
  /** Whether it is the platform's own. Only operators set it. */
  readonly firstParty: boolean;
  readonly archivedAt: number | null;
  readonly createdAt: number;
}

/** The mini programs of all teams. */
export class MiniPrograms {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Registers a mini program, without server domains. */
  async register(origin: Origin, { teamId, name }: { teamId: string; name: string }): Promise<MiniProgram> {
    const { storage, clock, audit } = this.#core;
    const now = clock.now();
    const appId = newId('mp');
    return storage.change(async (change) => {
      const row = await change.tx
        .insertInto('mini_program')
        .values({
          app_id: appId,
          team_id: teamId,
          name,
          first_party: 0,
          archived_at: null,
          created_at: now,
          revision: 1,
          revised_at: now,
          domains_version: 1,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      await change.tx
        .insertInto('server_domains')
        .values({
          app_id: appId,
          version: 1,
          lists: '[]',
          changed_by: origin.actor.name,
          changed_at: now,
          restored: null,
        })
        .execute();
      await audit.done(change, origin, { action: 'mini-program.register', teamId, appId, details: { name } });
      return toMiniProgram(row);
    });
  }

  /** By name; archived ones last. */
  async ofTeam(teamId: string): Promise<readonly MiniProgram[]> {
    const rows = await this.#core.storage.db
      .selectFrom('mini_program')
      .selectAll()
      .where('team_id', '=', teamId)
      .execute();
    return rows
      .map(toMiniProgram)
      .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name) || (a.appId < b.appId ? -1 : 1));
  }

  /** @throws ApiError `NOT_FOUND` */
  async get(appId: string, db: Database = this.#core.storage.db): Promise<MiniProgram> {
    const row = await db
      .selectFrom('mini_program')
      .selectAll()
      .where('app_id', '=', appId)
      .executeTakeFirst();
    if (row === undefined) throw new ApiError('NOT_FOUND');
    return toMiniProgram(row);
  }

  async rename(origin: Origin, appId: string, name: string): Promise<MiniProgram> {
    return this.#change(origin, appId, 'mini-program.rename', { name }, { name });
  }

  /** An archived mini program keeps everything, changes nothing, and gets no tokens and no policy. */
  async archive(origin: Origin, appId: string): Promise<MiniProgram> {
    return this.#change(origin, appId, 'mini-program.archive', { archived_at: this.#core.clock.now() }, {});
  }

  async takeBack(origin: Origin, appId: string): Promise<MiniProgram> {
    return this.#change(origin, appId, 'mini-program.take-back', { archived_at: null }, {});
  }

  async setFirstParty(origin: Origin, appId: string, firstParty: boolean): Promise<MiniProgram> {
    const values = { first_party: firstParty ? 1 : 0 };
    return this.#change(origin, appId, 'mini-program.set-first-party', values, { firstParty });
  }

  /**
   * Says, as a part of a change, that the policy document of a mini program has changed: its version grows, and the
   * clients that follow it are told.
   */
  async revise(change: Change, appId: string): Promise<void> {
    await change.tx
      .updateTable('mini_program')
      .set(({ eb }) => ({ revision: eb('revision', '+', 1), revised_at: this.#core.clock.now() }))
      .where('app_id', '=', appId)
      .execute();
    change.announce({ kind: 'policy', appId });
  }

  async #change(
    origin: Origin,
    appId: string,
    action: string,
    values: Partial<Pick<Tables['mini_program'], 'name' | 'archived_at' | 'first_party'>>,
    details: Readonly<Record<string, unknown>>,
  ): Promise<MiniProgram> {
    const { storage, audit } = this.#core;
    return storage.change(async (change) => {
      const row = await change.tx
        .updateTable('mini_program')
        .set(values)
        .where('app_id', '=', appId)
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) throw new ApiError('NOT_FOUND');
      if (values.name === undefined) await this.revise(change, appId);
      if (row.archived_at !== null) await endTokens(change, appId);
      await audit.done(change, origin, { action, teamId: row.team_id, appId, details });
      return toMiniProgram(row);
    });
  }
}

function toMiniProgram(row: Selectable<Tables['mini_program']>): MiniProgram {
  return {
    appId: row.app_id,
    teamId: row.team_id,
    name: row.name,
    firstParty: row.first_party === 1,
    archivedAt: row.archived_at,
    createdAt: row.created_at,
  };
}

function rank({ archivedAt }: MiniProgram): number {
  return archivedAt === null ? 0 : 1;
}
