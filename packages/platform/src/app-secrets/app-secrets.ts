import type { Selectable } from 'kysely';
import type { Origin } from '../audit/audit-log.ts';
import type { Core } from '../core.ts';
import type { Tables } from '../database/schema.ts';
import type { Change } from '../database/storage.ts';
import { ApiError } from '../errors.ts';
import { readAllowedAddresses } from './allowed-addresses.ts';
import { hashSecret, newSecret } from './secret-text.ts';

/** What may be shown of an AppSecret: everything but itself. Times are milliseconds since the epoch. */
export interface AppSecretState {
  /** Whether one was ever made. */
  readonly exists: boolean;
  /** How often one was made: 0 before the first. */
  readonly generation: number;
  readonly resetAt: number | null;
  /** Since when no access tokens are given out for it; null while they are. */
  readonly frozenAt: number | null;
  /** Addresses and CIDR ranges that access tokens are given to; an empty list permits every address. */
  readonly allowedAddresses: readonly string[];
}

/** The mini program that a change is about. */
export interface ProgramName {
  readonly appId: string;
  readonly teamId: string;
}

type Row = Selectable<Tables['app_secret']>;

/**
 * The AppSecrets of the mini programs. One is shown once, where it is made; the database holds its SHA-256. Each change
 * is announced, so that no replica goes by the older state for long.
 */
export class AppSecrets {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  async state(appId: string): Promise<AppSecretState> {
    const row = await this.#core.storage.db
      .selectFrom('app_secret')
      .selectAll()
      .where('app_id', '=', appId)
      .executeTakeFirst();
    return toState(row);
  }

  /**
   * Makes an AppSecret, the first or another in its place. The older one and every access token that was given out for
   * it end at once. A frozen one is not frozen any more.
   *
   * @returns the state, and the AppSecret, which nobody can be shown again
   */
  async reset(origin: Origin, program: ProgramName): Promise<{ appSecret: string; state: AppSecretState }> {
    const appSecret = newSecret();
    const hash = hashSecret(appSecret);
    const now = this.#core.clock.now();
    const state = await this.#change(origin, program, 'app-secret.reset', (change) =>
      change.tx
        .insertInto('app_secret')
        .values({
          app_id: program.appId,
          hash,
          generation: 1,
          frozen_at: null,
          reset_at: now,
          allowed_addresses: '[]',
        })
        .onConflict((conflict) =>
          conflict.column('app_id').doUpdateSet(({ eb }) => ({
            hash,
            generation: eb('app_secret.generation', '+', 1),
            frozen_at: null,
            reset_at: now,
          })),
        )
        .returningAll()
        .executeTakeFirst(),
    );
    return { appSecret, state };
  }

  /**
   * No more access tokens are given out for the AppSecret; those in force go on to their end. A reset ends those too.
   *
   * @throws ApiError `NOT_FOUND` if there is none
   */
  async freeze(origin: Origin, program: ProgramName): Promise<AppSecretState> {
    const now = this.#core.clock.now();
    return this.#change(origin, program, 'app-secret.freeze', ({ tx }) =>
      tx
        .updateTable('app_secret')
        .set((sql) => ({ frozen_at: sql.fn.coalesce('frozen_at', sql.val(now)) }))
        .where('app_id', '=', program.appId)
        .where('hash', 'is not', null)
        .returningAll()
        .executeTakeFirst(),
    );
  }

  /** @throws ApiError `NOT_FOUND` if there is none */
  async thaw(origin: Origin, program: ProgramName): Promise<AppSecretState> {
    return this.#change(origin, program, 'app-secret.thaw', ({ tx }) =>
      tx
        .updateTable('app_secret')
        .set({ frozen_at: null })
        .where('app_id', '=', program.appId)
        .where('hash', 'is not', null)
        .returningAll()
        .executeTakeFirst(),
    );
  }

  /**
   * Says from where access tokens may be asked for. Those in force go on, wherever they are used.
   *
   * @param wish the addresses and CIDR ranges, none of which permits every address; and the list that is changed, if
   *   another one in force means that somebody was faster
   * @throws ApiError `INVALID_REQUEST` if an entry is neither, `CONFLICT` with the list that is in force
   */
  async allowAddresses(
    origin: Origin,
    program: ProgramName,
    {
      allowedAddresses: given,
      seen,
    }: { allowedAddresses: readonly string[]; seen?: readonly string[] | undefined },
  ): Promise<AppSecretState> {
    const allowedAddresses = readAllowedAddresses(given);
    const list = JSON.stringify(allowedAddresses);
    const before = seen === undefined ? undefined : JSON.stringify(seen);
    return this.#change(
      origin,
      program,
      'app-secret.allow-addresses',
      async ({ tx }) => {
        const row = await tx
          .insertInto('app_secret')
          .values({
            app_id: program.appId,
            hash: null,
            generation: 0,
            frozen_at: null,
            reset_at: null,
            allowed_addresses: list,
          })
          .onConflict((conflict) => {
            const update = conflict.column('app_id').doUpdateSet({ allowed_addresses: list });
            return before === undefined ? update : update.where('app_secret.allowed_addresses', '=', before);
          })
          .returningAll()
          .executeTakeFirst();
        if (row !== undefined) return row;
        const there = await tx
          .selectFrom('app_secret')
          .selectAll()
          .where('app_id', '=', program.appId)
          .executeTakeFirst();
        throw new ApiError('CONFLICT', { details: { allowedAddresses: toState(there).allowedAddresses } });
      },
      { allowedAddresses },
    );
  }

  async #change(
    origin: Origin,
    { appId, teamId }: ProgramName,
    action: string,
    write: (change: Change) => Promise<Row | undefined>,
    details: Readonly<Record<string, unknown>> = {},
  ): Promise<AppSecretState> {
    const { storage, audit } = this.#core;
    const announcement = { kind: 'secret', appId } as const;
    const state = await storage.change(async (change) => {
      const row = await write(change);
      if (row === undefined) throw new ApiError('NOT_FOUND', { detail: 'no AppSecret was made yet' });
      change.announce(announcement);
      await audit.done(change, origin, {
        action,
        teamId,
        appId,
        details: { ...details, generation: row.generation },
      });
      return toState(row);
    });
    // Who has changed it finds it changed here, also before the database has told this replica.
    storage.announcements.tell(announcement);
    return state;
  }
}

function toState(row: Row | undefined): AppSecretState {
  return {
    exists: row !== undefined && row.hash !== null,
    generation: row?.generation ?? 0,
    resetAt: row?.reset_at ?? null,
    frozenAt: row?.frozen_at ?? null,
    allowedAddresses: JSON.parse(row?.allowed_addresses ?? '[]') as string[],
  };
}
