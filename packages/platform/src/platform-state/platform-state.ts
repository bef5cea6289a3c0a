import type { Selectable } from 'kysely';
import type { Origin } from '../audit/audit-log.ts';
import type { Core } from '../core.ts';
import type { Tables } from '../database/schema.ts';
import type { Database } from '../database/storage.ts';
import { ApiError } from '../errors.ts';
import { judgeAcceleration, judgeAddresses, keepAccelerated } from './acceleration.ts';
import { judgeBannedHosts } from './banned-hosts.ts';
import { type LimitsInForce, limitsInForce, type PlatformLimits, readLimits } from './limits.ts';

/** What operators have set for every mini program. */
export interface PlatformState {
  /** Counts the changes; who changes something says which one was seen. */
  readonly revision: number;
  /** Milliseconds since the epoch. */
  readonly revisedAt: number;
  /** Beside those of the host profile; in one spelling, sorted. Rule 4. */
  readonly bannedHosts: readonly string[];
  readonly acceleration: Readonly<Record<string, unknown>>;
  readonly limits: PlatformLimits;
}

type Columns = Pick<Tables['platform_state'], 'banned_hosts' | 'acceleration' | 'limits'>;

/** What holds for all mini programs: banned hosts, acceleration policies and limits. Only operators change it. */
export class PlatformStates {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  async get(db: Database = this.#core.storage.db): Promise<PlatformState> {
    return toState(await readRow(db));
  }

  /** The limits of server domains that hold now. */
  async limits(db: Database = this.#core.storage.db): Promise<LimitsInForce> {
    return limitsInForce((await this.get(db)).limits);
  }

  /** @throws ApiError `INVALID_BANNED_HOSTS`, `ACCELERATED_HOST`, `CONFLICT` */
  async banHosts(origin: Origin, revision: number, hosts: readonly string[]): Promise<PlatformState> {
    const after = judgeBannedHosts(hosts);
    return this.#change(origin, revision, {
      action: 'platform.ban-hosts',
      values: { banned_hosts: JSON.stringify(after) },
      check: ({ acceleration }) => keepAccelerated(acceleration, after),
      details: ({ bannedHosts: before }) => ({
        added: after.filter((host) => !before.includes(host)),
        removed: before.filter((host) => !after.includes(host)),
      }),
    });
  }

  /** @throws ApiError `INVALID_ACCELERATION`, `CANDIDATE_ADDRESS`, `CONFLICT` */
  async setAcceleration(
    origin: Origin,
    revision: number,
    acceleration: Readonly<Record<string, unknown>>,
  ): Promise<PlatformState> {
    const { bannedHosts } = await this.get();
    const text = judgeAcceleration(acceleration, { bannedHosts, bannedOrigins: [this.#core.publicUrl] });
    await judgeAddresses(text, this.#core.surroundings);
    return this.#change(origin, revision, {
      action: 'platform.set-acceleration',
      values: { acceleration: text },
      details: () => ({ acceleration: JSON.parse(text) as unknown }),
    });
  }

  /** @throws ApiError `CONFLICT` */
  async setLimits(origin: Origin, revision: number, limits: PlatformLimits): Promise<PlatformState> {
    return this.#change(origin, revision, {
      action: 'platform.set-limits',
      values: { limits: JSON.stringify(limits) },
      details: () => ({ limits }),
    });
  }

  async #change(
    origin: Origin,
    revision: number,
    edit: {
      action: string;
      values: Partial<Columns>;
      /** Throws where it does not go with what else is set. */
      check?: (before: PlatformState) => void;
      details: (before: PlatformState) => Readonly<Record<string, unknown>>;
    },
  ): Promise<PlatformState> {
    const { storage, clock, audit } = this.#core;
    return storage.change(async (change) => {
      const before = await change.tx
        .updateTable('platform_state')
        .set((eb) => ({ revised_at: eb.ref('revised_at') }))
        .where('id', '=', 1)
        .returningAll()
        .executeTakeFirstOrThrow();
      if (before.revision !== revision) {
        throw new ApiError('CONFLICT', { details: { revision: before.revision } });
      }
      if (isSame(before, edit.values)) return toState(before);
      edit.check?.(toState(before));
      const after = await change.tx
        .updateTable('platform_state')
        .set({ ...edit.values, revision: revision + 1, revised_at: clock.now() })
        .where('id', '=', 1)
        .returningAll()
        .executeTakeFirstOrThrow();
      change.announce({ kind: 'platform' });
      await audit.done(change, origin, {
        action: edit.action,
        details: { revision: after.revision, ...edit.details(toState(before)) },
      });
      return toState(after);
    });
  }
}

function readRow(db: Database): Promise<Selectable<Tables['platform_state']>> {
  return db.selectFrom('platform_state').selectAll().where('id', '=', 1).executeTakeFirstOrThrow();
}

function isSame(row: Columns, values: Partial<Columns>): boolean {
  return Object.entries(values).every(([name, text]) => row[name as keyof Columns] === text);
}

function toState(row: Selectable<Tables['platform_state']>): PlatformState {
  return {
    revision: row.revision,
    revisedAt: row.revised_at,
    bannedHosts: JSON.parse(row.banned_hosts) as string[],
    acceleration: JSON.parse(row.acceleration) as Record<string, unknown>,
    limits: readLimits(row.limits),
  };
}
