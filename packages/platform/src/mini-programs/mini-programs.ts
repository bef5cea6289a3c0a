import { endTokens } from '../access-tokens/token-store.ts';
import type { Selectable } from 'kysely';
import type { Origin } from '../audit/audit-log.ts';
import type { Core } from '../core.ts';
import { isDuplicate } from '../database/duplicate.ts';
import type { Tables } from '../database/schema.ts';
import type { Change, Database } from '../database/storage.ts';
import { ApiError } from '../errors.ts';
import { newId } from '../ids.ts';
import { type HeldProgram, type MiniProgram, toMiniProgram } from './mini-program.ts';
import { listPrograms, type ProgramPage, type ProgramQuery } from './program-list.ts';
import { nameKey } from './program-name.ts';

type Values = Partial<Pick<Tables['mini_program'], 'name' | 'name_key' | 'archived_at' | 'first_party'>>;

/** What a change of a mini program writes. */
interface Edit {
  readonly action: string;
  readonly values: Values;
  readonly details?: Readonly<Record<string, unknown>>;
  /** Whether it is for archived ones, and nothing to do for others; else it is refused for archived ones. */
  readonly ofArchived?: boolean;
}

/** Mini programs that one team may register, with the archived ones. */
const mostPrograms = 1000;

/** The mini programs of all teams. */
export class MiniPrograms {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /**
   * Registers a mini program, without server domains.
   *
   * @throws ApiError `ALREADY_EXISTS` if another one of the team that is not archived has the name, `TOO_MANY_ENTRIES`
   */
  async register(origin: Origin, { teamId, name }: { teamId: string; name: string }): Promise<MiniProgram> {
    const { storage, clock, audit } = this.#core;
    const now = clock.now();
    const appId = newId('mp');
    return storage.change(async (change) => {
      await refuseTooMany(change.tx, teamId);
      const row = await change.tx
        .insertInto('mini_program')
        .values({
          app_id: appId,
          team_id: teamId,
          name,
          name_key: nameKey(name),
          first_party: 0,
          archived_at: null,
          created_at: now,
          revision: 1,
          revised_at: now,
          domains_version: 1,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) throw new ApiError('ALREADY_EXISTS');
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

  /**
   * One page of the mini programs of a team, or of all; by name, archived ones last.
   *
   * @throws ApiError `INVALID_REQUEST` if the cursor is none
   */
  async list(query: ProgramQuery): Promise<ProgramPage> {
    return listPrograms(this.#core.storage, query);
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

  /** @throws ApiError `ARCHIVED`, `ALREADY_EXISTS` */
  async rename(origin: Origin, appId: string, name: string): Promise<MiniProgram> {
    const values = { name, name_key: nameKey(name) };
    return this.#change(origin, appId, { action: 'mini-program.rename', values, details: { name } });
  }

  /** An archived mini program keeps everything, changes nothing, and gets no tokens and no policy. */
  async archive(origin: Origin, appId: string): Promise<MiniProgram> {
    const values = { archived_at: this.#core.clock.now() };
    return this.#change(origin, appId, { action: 'mini-program.archive', values });
  }

  /** @throws ApiError `ALREADY_EXISTS` if another one has taken its name in the meantime */
  async takeBack(origin: Origin, appId: string): Promise<MiniProgram> {
    const values = { archived_at: null };
    return this.#change(origin, appId, { action: 'mini-program.take-back', values, ofArchived: true });
  }

  async setFirstParty(origin: Origin, appId: string, firstParty: boolean): Promise<MiniProgram> {
    const values = { first_party: firstParty ? 1 : 0 };
    const action = 'mini-program.set-first-party';
    return this.#change(origin, appId, { action, values, details: { firstParty } });
  }

  /**
   * Begins a change of a mini program: those that hold the same one run after each other, on every replica.
   *
   * @throws ApiError `NOT_FOUND`; `ARCHIVED`
   */
  async hold(change: Change, appId: string): Promise<HeldProgram> {
    const row = await this.#hold(change, appId);
    if (row.archived_at !== null) throw new ApiError('ARCHIVED');
    return { ...toMiniProgram(row), domainsVersion: row.domains_version };
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

  /** Writes the row as it is, because that locks it in both databases. */
  async #hold({ tx }: Change, appId: string): Promise<Selectable<Tables['mini_program']>> {
    const row = await tx
      .updateTable('mini_program')
      .set((eb) => ({ revised_at: eb.ref('revised_at') }))
      .where('app_id', '=', appId)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) throw new ApiError('NOT_FOUND');
    return row;
  }

  async #change(origin: Origin, appId: string, edit: Edit): Promise<MiniProgram> {
    const { storage, audit } = this.#core;
    const { action, values, details = {}, ofArchived = false } = edit;
    try {
      return await storage.change(async (change) => {
        const before = await this.#hold(change, appId);
        if (ofArchived && before.archived_at === null) return toMiniProgram(before);
        if (!ofArchived && before.archived_at !== null) throw new ApiError('ARCHIVED');
        const row = await change.tx
          .updateTable('mini_program')
          .set(values)
          .where('app_id', '=', appId)
          .returningAll()
          .executeTakeFirstOrThrow();
        if (values.name === undefined) await this.revise(change, appId);
        if (row.archived_at !== null) await endTokens(change, appId);
        await audit.done(change, origin, { action, teamId: row.team_id, appId, details });
        return toMiniProgram(row);
      });
    } catch (error) {
      if (isDuplicate(error)) throw new ApiError('ALREADY_EXISTS', { cause: error });
      throw error;
    }
  }
}

async function refuseTooMany(db: Database, teamId: string): Promise<void> {
  const { count } = await db
    .selectFrom('mini_program')
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .where('team_id', '=', teamId)
    .executeTakeFirstOrThrow();
  if (Number(count) >= mostPrograms) {
    throw new ApiError('TOO_MANY_ENTRIES', { detail: `a team has ${mostPrograms} mini programs at most` });
  }
}
