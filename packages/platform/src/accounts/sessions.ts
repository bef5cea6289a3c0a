import type { Origin } from '../audit/audit-log.ts';
import type { Core } from '../core.ts';
import type { Change } from '../database/storage.ts';
import { newId } from '../ids.ts';
import { hashOf, newSecret } from './secrets.ts';

const DAY = 24 * 3_600_000;
/** A session ends when it is not used for this long. */
const idleTime = 7 * DAY;
/** A session ends after this time, however much it is used. */
export const longestSession = 30 * DAY;
/** How exactly the last use is kept. */
const grain = DAY;
/** Sessions of one account; the oldest ends when there is another. */
const mostSessions = 50;

/** Whom a session belongs to. */
export interface SignedIn {
  readonly sessionId: string;
  readonly userId: string;
  readonly email: string;
  readonly operator: boolean;
}

/** A session as its owner sees it. Times are milliseconds since the epoch. */
export interface Session {
  readonly id: string;
  readonly createdAt: number;
  /** To the day. */
  readonly usedAt: number;
  readonly expiresAt: number;
  /** The address that it began from. */
  readonly address: string;
  /** What the client said of itself. */
  readonly userAgent: string;
}

/** Who is signed in. The database has hashes of the tokens only: who reads it, or a copy, cannot use them. */
export class Sessions {
  readonly #core: Pick<Core, 'storage' | 'clock'>;

  constructor(core: Pick<Core, 'storage' | 'clock'>) {
    this.#core = core;
  }

  /** Begins a session, as a part of a change. The token is told once. */
  async start(
    { tx }: Change,
    userId: string,
    { address }: Origin,
    userAgent: string,
  ): Promise<{ token: string; sessionId: string }> {
    const now = this.#core.clock.now();
    await tx
      .deleteFrom('session')
      .where('userId', '=', userId)
      .where('expiresAt', '<=', new Date(now))
      .execute();
    const open = await tx
      .selectFrom('session')
      .select(['id', 'createdAt'])
      .where('userId', '=', userId)
      .execute();
    const surplus = open
      .sort((a, b) => timeOf(b.createdAt) - timeOf(a.createdAt))
      .slice(mostSessions - 1)
      .map(({ id }) => id);
    if (surplus.length > 0) await tx.deleteFrom('session').where('id', 'in', surplus).execute();
    const token = newSecret();
    const sessionId = newId('se');
    await tx
      .insertInto('session')
      .values({
        id: sessionId,
        userId,
        token: hashOf(token),
        expiresAt: new Date(now + idleTime),
        ipAddress: address,
        userAgent: userAgent.slice(0, 200),
        createdAt: new Date(now),
        updatedAt: new Date(now),
      })
      .execute();
    return { token, sessionId };
  }

  /** Whom a token belongs to; undefined if it is none, or not any more. One query, but for the first of a day. */
  async read(token: string): Promise<SignedIn | undefined> {
    const { storage, clock } = this.#core;
    const row = await storage.db
      .selectFrom('session')
      .innerJoin('user', 'user.id', 'session.userId')
      .select([
        'session.id',
        'session.userId',
        'session.expiresAt',
        'session.updatedAt',
        'session.createdAt',
        'user.email',
        'user.operator',
      ])
      .where('session.token', '=', hashOf(token))
      .executeTakeFirst();
    const now = clock.now();
    if (row === undefined || timeOf(row.expiresAt) <= now) return undefined;
    if (now - timeOf(row.updatedAt) >= grain) {
      const end = Math.min(now + idleTime, timeOf(row.createdAt) + longestSession);
      await storage.db
        .updateTable('session')
        .set({ updatedAt: new Date(now), expiresAt: new Date(end) })
        .where('id', '=', row.id)
        .execute();
    }
    return { sessionId: row.id, userId: row.userId, email: row.email, operator: Boolean(row.operator) };
  }

  /** Those that have not ended, the newest first. */
  async ofUser(userId: string): Promise<readonly Session[]> {
    const rows = await this.#core.storage.db
      .selectFrom('session')
      .selectAll()
      .where('userId', '=', userId)
      .where('expiresAt', '>', new Date(this.#core.clock.now()))
      .execute();
    return rows
      .map((row) => ({
        id: row.id,
        createdAt: timeOf(row.createdAt),
        usedAt: timeOf(row.updatedAt),
        expiresAt: timeOf(row.expiresAt),
        address: row.ipAddress ?? '',
        userAgent: row.userAgent ?? '',
      }))
      .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));
  }

  /** @returns whether there was one */
  async end({ tx }: Change, userId: string, sessionId: string): Promise<boolean> {
    const { numDeletedRows } = await tx
      .deleteFrom('session')
      .where('id', '=', sessionId)
      .where('userId', '=', userId)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** Ends all sessions of an account, but for one where it is named. */
  async endAll({ tx }: Change, userId: string, exceptFor?: string): Promise<void> {
    const query = tx.deleteFrom('session').where('userId', '=', userId);
    await (exceptFor === undefined ? query : query.where('id', '!=', exceptFor)).execute();
  }
}

/** Reads a time of better-auth's tables: milliseconds since the epoch. */
export function timeOf(moment: Date | string): number {
  return new Date(moment).getTime();
}
