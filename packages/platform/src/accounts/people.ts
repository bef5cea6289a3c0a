import type { Core } from '../core.ts';
import type { Change, Database } from '../database/storage.ts';
import { ApiError } from '../errors.ts';
import { newId } from '../ids.ts';

/** The account of a person. */
export interface Person {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly operator: boolean;
}

/** What the account of a person is made from. */
export interface NewPerson {
  readonly name: string;
  readonly email: string;
  /** The hash of the password; null where a link lets the person choose one. */
  readonly passwordHash: string | null;
  /** Whether a link that was mailed to the address has been used. */
  readonly emailVerified?: boolean;
}

/** The accounts, in the tables of better-auth. */
export class People {
  readonly #core: Pick<Core, 'storage' | 'clock'>;

  constructor(core: Pick<Core, 'storage' | 'clock'>) {
    this.#core = core;
  }

  /** The account of an address, with the hash of its password. */
  async find(
    email: string,
    db: Database = this.#core.storage.db,
  ): Promise<(Person & { passwordHash: string | null }) | undefined> {
    const row = await db
      .selectFrom('user')
      .leftJoin('account', (join) =>
        join.onRef('account.userId', '=', 'user.id').on('account.providerId', '=', 'credential'),
      )
      .select(['user.id', 'user.name', 'user.email', 'user.operator', 'account.password'])
      .where('user.email', '=', email.toLowerCase())
      .executeTakeFirst();
    return row === undefined ? undefined : { ...toPerson(row), passwordHash: row.password };
  }

  /** @throws ApiError `NOT_FOUND` */
  async get(userId: string, db: Database = this.#core.storage.db): Promise<Person> {
    const row = await db
      .selectFrom('user')
      .select(['id', 'name', 'email', 'operator'])
      .where('id', '=', userId)
      .executeTakeFirst();
    if (row === undefined) throw new ApiError('NOT_FOUND');
    return toPerson(row);
  }

  /** By address, a hundred at most, from behind the address `after`. */
  async list(after: string): Promise<readonly Person[]> {
    const rows = await this.#core.storage.db
      .selectFrom('user')
      .select(['id', 'name', 'email', 'operator'])
      .where('email', '>', after)
      .orderBy('email')
      .limit(100)
      .execute();
    return rows.map(toPerson);
  }

  /**
   * Makes an account, as a part of a change.
   *
   * @returns undefined if the address has one already, which stays as it is
   */
  async add({ tx }: Change, person: NewPerson): Promise<Person | undefined> {
    const now = new Date(this.#core.clock.now());
    const { name, passwordHash, emailVerified = false } = person;
    const row = await tx
      .insertInto('user')
      .values({
        id: newId('us'),
        name,
        email: person.email.toLowerCase(),
        emailVerified,
        operator: false,
        createdAt: now,
        updatedAt: now,
      })
      .onConflict((conflict) => conflict.column('email').doNothing())
      .returning(['id', 'name', 'email', 'operator'])
      .executeTakeFirst();
    if (row === undefined) return undefined;
    await tx
      .insertInto('account')
      .values({
        id: newId('us'),
        accountId: row.id,
        providerId: 'credential',
        userId: row.id,
        password: passwordHash,
        createdAt: now,
        updatedAt: now,
      })
      .execute();
    return toPerson(row);
  }

  /**
   * Keeps every other change of this account waiting until the end of this one: what is read afterwards stays true.
   *
   * @throws ApiError `NOT_FOUND`
   */
  async hold({ tx }: Change, userId: string): Promise<Person> {
    const row = await tx
      .updateTable('user')
      .set((now) => ({ name: now.ref('name') }))
      .where('id', '=', userId)
      .returning(['id', 'name', 'email', 'operator'])
      .executeTakeFirst();
    if (row === undefined) throw new ApiError('NOT_FOUND');
    return toPerson(row);
  }

  async rename({ tx }: Change, userId: string, name: string): Promise<void> {
    const updatedAt = new Date(this.#core.clock.now());
    await tx.updateTable('user').set({ name, updatedAt }).where('id', '=', userId).execute();
  }

  /** @param passwordHash null: nobody can sign in until a link was used */
  async setPassword({ tx }: Change, userId: string, passwordHash: string | null): Promise<void> {
    await tx
      .updateTable('account')
      .set({ password: passwordHash, updatedAt: new Date(this.#core.clock.now()) })
      .where('userId', '=', userId)
      .where('providerId', '=', 'credential')
      .execute();
  }

  async setOperator({ tx }: Change, userId: string, operator: boolean): Promise<void> {
    await tx.updateTable('user').set({ operator }).where('id', '=', userId).execute();
  }

  /** All operators, by address. */
  async operators(db: Database = this.#core.storage.db): Promise<readonly Person[]> {
    const rows = await db
      .selectFrom('user')
      .select(['id', 'name', 'email', 'operator'])
      .where('operator', '=', true)
      .orderBy('email')
      .execute();
    return rows.map(toPerson);
  }
}

function toPerson(row: {
  id: string;
  name: string;
  email: string;
  operator: number | boolean | null;
}): Person {
  return { userId: row.id, name: row.name, email: row.email, operator: Boolean(row.operator) };
}
