import type { Origin } from '../audit/audit-log.ts';
import type { Core } from '../core.ts';
import type { Change, Database } from '../database/storage.ts';
import { ApiError } from '../errors.ts';
import { newId } from '../ids.ts';
import { isRole, type Role } from './roles.ts';
import { timeOf } from './sessions.ts';
import type { Teams } from './teams.ts';

/** Somebody in a team. */
export interface Member {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly since: number;
}

/** Members that one team may have. */
const mostMembers = 1000;

/** Who is in a team, and as what. A team has an owner at every moment. */
export class Members {
  readonly #core: Core;
  readonly #teams: Teams;

  constructor(core: Core, teams: Teams) {
    this.#core = core;
    this.#teams = teams;
  }

  /** By address. */
  async ofTeam(teamId: string): Promise<readonly Member[]> {
    const rows = await this.#core.storage.db
      .selectFrom('member')
      .innerJoin('user', 'user.id', 'member.userId')
      .select(['user.id', 'user.name', 'user.email', 'member.role', 'member.createdAt'])
      .where('member.organizationId', '=', teamId)
      .orderBy('user.email')
      .execute();
    return rows.flatMap(({ id: userId, name, email, role, createdAt }) =>
      isRole(role) ? [{ userId, name, email, role, since: timeOf(createdAt) }] : [],
    );
  }

  /** @throws ApiError `NOT_FOUND` if somebody is not in the team */
  async refuseStranger(teamId: string, userId: string): Promise<void> {
    if ((await this.roleOf(teamId, userId)) === undefined) throw new ApiError('NOT_FOUND');
  }

  async roleOf(
    teamId: string,
    userId: string,
    db: Database = this.#core.storage.db,
  ): Promise<Role | undefined> {
    const row = await db
      .selectFrom('member')
      .select('role')
      .where('organizationId', '=', teamId)
      .where('userId', '=', userId)
      .executeTakeFirst();
    return isRole(row?.role) ? row.role : undefined;
  }

  /**
   * Takes somebody into a team, as a part of a change that holds the account and the team.
   *
   * @throws ApiError `ALREADY_EXISTS`, `TOO_MANY_ENTRIES`
   */
  async add({ tx }: Change, teamId: string, userId: string, role: Role): Promise<void> {
    if ((await this.roleOf(teamId, userId, tx)) !== undefined) {
      throw new ApiError('ALREADY_EXISTS', { detail: 'this account is in the team already' });
    }
    await this.#teams.refuseTooMany(userId, tx);
    const { count } = await tx
      .selectFrom('member')
      .select(({ fn }) => fn.countAll<number | string>().as('count'))
      .where('organizationId', '=', teamId)
      .executeTakeFirstOrThrow();
    if (Number(count) >= mostMembers) {
      throw new ApiError('TOO_MANY_ENTRIES', { detail: `a team has ${mostMembers} members at most` });
    }
    await tx
      .insertInto('member')
      .values({
        id: newId('us'),
        organizationId: teamId,
        userId,
        role,
        createdAt: new Date(this.#core.clock.now()),
      })
      .execute();
  }

  /** @throws ApiError `NOT_FOUND`, `LAST_OWNER` */
  async setRole(origin: Origin, teamId: string, userId: string, role: Role): Promise<void> {
    const { storage, audit } = this.#core;
    await storage.change(async (change) => {
      const before = await this.#hold(change, teamId, userId, role);
      await change.tx
        .updateTable('member')
        .set({ role })
        .where('organizationId', '=', teamId)
        .where('userId', '=', userId)
        .execute();
      const details = { userId, before, role };
      await audit.done(change, origin, { action: 'member.set-role', teamId, details });
    });
  }

  /** @throws ApiError `NOT_FOUND`, `LAST_OWNER` */
  async remove(
    origin: Origin,
    teamId: string,
    userId: string,
    action: 'member.remove' | 'team.leave' = 'member.remove',
  ): Promise<void> {
    const { storage, audit } = this.#core;
    await storage.change(async (change) => {
      const before = await this.#hold(change, teamId, userId, undefined);
      await change.tx
        .deleteFrom('member')
        .where('organizationId', '=', teamId)
        .where('userId', '=', userId)
        .execute();
      await audit.done(change, origin, { action, teamId, details: { userId, before } });
    });
  }

  /** Holds the team, and refuses what would leave it without an owner. */
  async #hold(change: Change, teamId: string, userId: string, next: Role | undefined): Promise<Role> {
    await this.#teams.hold(change, teamId);
    const before = await this.roleOf(teamId, userId, change.tx);
    if (before === undefined) throw new ApiError('NOT_FOUND');
    if (before === 'owner' && next !== 'owner') {
      const another = await change.tx
        .selectFrom('member')
        .select('id')
        .where('organizationId', '=', teamId)
        .where('role', '=', 'owner')
        .where('userId', '!=', userId)
        .executeTakeFirst();
      if (another === undefined) throw new ApiError('LAST_OWNER');
    }
    return before;
  }
}
