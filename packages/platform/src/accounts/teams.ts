import type { Origin } from '../audit/audit-log.ts';
import type { Core } from '../core.ts';
import type { Change, Database } from '../database/storage.ts';
import { ApiError } from '../errors.ts';
import { newId } from '../ids.ts';
import { isRole, type Role } from './roles.ts';
import { timeOf } from './sessions.ts';

/** A team as the console shows it. */
export interface Team {
  readonly teamId: string;
  readonly name: string;
  readonly createdAt: number;
}

/** Teams that one account may be in. */
const mostTeams = 50;

/** The teams, which are organizations in the tables of better-auth. */
export class Teams {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /**
   * Makes a team whose owner is the one who asks.
   *
   * @throws ApiError `TOO_MANY_ENTRIES`
   */
  async create(origin: Origin, userId: string, name: string): Promise<Team> {
    const { storage, clock, audit } = this.#core;
    const now = new Date(clock.now());
    const teamId = newId('tm');
    return storage.change(async (change) => {
      await this.refuseTooMany(userId, change.tx);
      const row = await change.tx
        .insertInto('organization')
        .values({ id: teamId, name, slug: teamId, createdAt: now })
        .returningAll()
        .executeTakeFirstOrThrow();
      await change.tx
        .insertInto('member')
        .values({ id: newId('us'), organizationId: teamId, userId, role: 'owner', createdAt: now })
        .execute();
      await audit.done(change, origin, { action: 'team.create', teamId, details: { name } });
      return toTeam(row);
    });
  }

  async rename(origin: Origin, teamId: string, name: string): Promise<Team> {
    const { storage, audit } = this.#core;
    return storage.change(async (change) => {
      const row = await change.tx
        .updateTable('organization')
        .set({ name })
        .where('id', '=', teamId)
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) throw new ApiError('NOT_FOUND');
      await audit.done(change, origin, { action: 'team.rename', teamId, details: { name } });
      return toTeam(row);
    });
  }

  /** @throws ApiError `NOT_FOUND` */
  async get(teamId: string, db: Database = this.#core.storage.db): Promise<Team> {
    const row = await db.selectFrom('organization').selectAll().where('id', '=', teamId).executeTakeFirst();
    if (row === undefined) throw new ApiError('NOT_FOUND');
    return toTeam(row);
  }

  /** The teams of somebody, by name. */
  async ofUser(
    userId: string,
    db: Database = this.#core.storage.db,
  ): Promise<readonly (Team & { role: Role })[]> {
    const rows = await db
      .selectFrom('member')
      .innerJoin('organization', 'organization.id', 'member.organizationId')
      .select(['organization.id', 'organization.name', 'organization.createdAt', 'member.role'])
      .where('member.userId', '=', userId)
      .execute();
    return rows
      .flatMap((row) => (isRole(row.role) ? [{ ...toTeam(row), role: row.role }] : []))
      .sort((a, b) => a.name.localeCompare(b.name) || (a.teamId < b.teamId ? -1 : 1));
  }

  /** All teams, by id, a hundred at most, from behind the id `after`. */
  async list(after: string): Promise<readonly Team[]> {
    const rows = await this.#core.storage.db
      .selectFrom('organization')
      .selectAll()
      .where('id', '>', after)
      .orderBy('id')
      .limit(100)
      .execute();
    return rows.map(toTeam);
  }

  /**
   * Keeps every other change of the members of a team waiting until the end of this one: what is read afterwards stays
   * true.
   */
  async hold({ tx }: Change, teamId: string): Promise<void> {
    const row = await tx
      .updateTable('organization')
      .set((now) => ({ slug: now.ref('slug') }))
      .where('id', '=', teamId)
      .returning('id')
      .executeTakeFirst();
    if (row === undefined) throw new ApiError('NOT_FOUND');
  }

  /** @throws ApiError `TOO_MANY_ENTRIES` if somebody may be in no further team */
  async refuseTooMany(userId: string, db: Database): Promise<void> {
    if ((await this.ofUser(userId, db)).length >= mostTeams) {
      throw new ApiError('TOO_MANY_ENTRIES', { detail: `an account is in ${mostTeams} teams at most` });
    }
  }
}

function toTeam(row: { id: string; name: string; createdAt: Date | string }): Team {
  return { teamId: row.id, name: row.name, createdAt: timeOf(row.createdAt) };
}
