import { areSameLists, compareLists, type EntriesByList, type ServerDomainLists } from '@minigate/policy';
import type { Origin } from '../audit/audit-log.ts';
import type { Core } from '../core.ts';
import type { Change, Database } from '../database/storage.ts';
import { ApiError } from '../errors.ts';
import type { MiniPrograms } from '../mini-programs/mini-programs.ts';
import type { PlatformStates } from '../platform-state/platform-state.ts';
import { type HistoryPage, readHistory } from './history.ts';
import { type Bans, type EntryVerdict, judgeEntries, type Judgement, readRemovals } from './judgement.ts';
import { countChanges, findOverflows, type Overflow, refuseOverflow, refuseSurplus } from './limits.ts';
import { addEntries, removeEntries } from './lists.ts';
import { readCurrent, readVersion, type SavedVersion, writeVersion } from './saved.ts';

/** The server domains of a mini program as the console shows them. */
export interface ServerDomainState extends SavedVersion {
  readonly limits: {
    /** Entries of one list. */
    readonly maxEntries: number;
    readonly changesPerMonth: number | 'unlimited';
    /** Those of this calendar month (UTC). */
    readonly changesThisMonth: number;
  };
  /** Saved entries that grant nothing any more, such as those whose host was banned later. */
  readonly issues: readonly EntryVerdict[];
}

export interface Validation {
  /** Whether a replacement by these lists would be saved whole. */
  readonly ok: boolean;
  readonly entries: readonly EntryVerdict[];
  readonly overflows: readonly Overflow[];
}

/** What somebody wants of the lists of a mini program. */
export interface ListChange {
  readonly serverDomains: ServerDomainLists;
  /** The version that was seen; without one, the change is made to whatever is there. */
  readonly version?: number | undefined;
  /** Whether the good entries are saved where others are bad. */
  readonly partial?: boolean | undefined;
}

export interface Restoration {
  /** The version to bring back. */
  readonly version: number;
  /** The version that was seen; without one, it replaces whatever is there. */
  readonly current?: number | undefined;
  readonly partial?: boolean | undefined;
}

export interface ListChangeOutcome extends SavedVersion {
  /** Whether there is a new version. A change that changes nothing makes none. */
  readonly changed: boolean;
  readonly added: EntriesByList;
  readonly removed: EntriesByList;
  /** What was said of each entry that was given. */
  readonly entries: readonly EntryVerdict[];
}

interface Plan {
  readonly action: 'replace' | 'add' | 'remove' | 'restore';
  readonly seen: number | undefined;
  readonly partial: boolean | undefined;
  readonly restored?: number;
  judge(change: Change, bans: Bans): Promise<Judgement> | Judgement;
  apply(before: ServerDomainLists, good: ServerDomainLists): ServerDomainLists;
}

interface Parts {
  readonly core: Core;
  readonly miniPrograms: MiniPrograms;
  readonly platformStates: PlatformStates;
}

/**
 * The server domains of all mini programs. The console, the open API and whoever else changes them come here: each
 * change is judged whole by the policy package, makes one new version or none, and is kept in history and audit log.
 */
export class ServerDomains {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @throws ApiError `NOT_FOUND` */
  async get(appId: string): Promise<ServerDomainState> {
    const { core, platformStates } = this.#parts;
    const { db } = core.storage;
    const saved = await readCurrent(db, appId);
    const limits = await platformStates.limits();
    const { entries } = judgeEntries(saved.serverDomains, await this.bans());
    return {
      ...saved,
      limits: { ...limits, changesThisMonth: await countChanges(db, appId, core.clock.now()) },
      issues: entries.filter(({ ok }) => !ok),
    };
  }

  /** Judges lists without saving them, as if they were to replace those that are there. */
  async validate(appId: string, lists: ServerDomainLists): Promise<Validation> {
    const { core, platformStates } = this.#parts;
    await readCurrent(core.storage.db, appId);
    const { entries, lists: good } = judgeEntries(lists, await this.bans());
    const { maxEntries } = await platformStates.limits();
    const overflows = findOverflows(good, maxEntries);
    return { ok: overflows.length === 0 && entries.every(({ ok }) => ok), entries, overflows };
  }

  /**
   * Puts lists in the place of those that are there.
   *
   * @throws ApiError `INVALID_SERVER_DOMAINS` with a verdict on each bad entry, unless `partial`; `TOO_MANY_ENTRIES`;
   * `CONFLICT` with what is there now; `QUOTA_EXCEEDED`; `ARCHIVED`; `NOT_FOUND`
   */
  async replace(origin: Origin, appId: string, change: ListChange): Promise<ListChangeOutcome> {
    return this.#change(origin, appId, {
      action: 'replace',
      seen: change.version,
      partial: change.partial,
      judge: (_, bans) => judgeEntries(change.serverDomains, bans),
      apply: (_, good) => good,
    });
  }

  /** Adds entries to those that are there; one that is there already stays one. @throws like `replace` */
  async add(origin: Origin, appId: string, change: ListChange): Promise<ListChangeOutcome> {
    return this.#change(origin, appId, {
      action: 'add',
      seen: change.version,
      partial: change.partial,
      judge: (_, bans) => judgeEntries(change.serverDomains, bans),
      apply: addEntries,
    });
  }

  /** Removes entries; to remove one that is not there is a success. @throws like `replace`, but for bad entries */
  async remove(origin: Origin, appId: string, change: ListChange): Promise<ListChangeOutcome> {
    return this.#change(origin, appId, {
      action: 'remove',
      seen: change.version,
      partial: change.partial,
      judge: () => readRemovals(change.serverDomains),
      apply: removeEntries,
    });
  }

  /** Brings back the lists of an older version, as a new one. @throws like `replace`; bans of today count */
  async restore(origin: Origin, appId: string, restoration: Restoration): Promise<ListChangeOutcome> {
    const { version, current, partial } = restoration;
    return this.#change(origin, appId, {
      action: 'restore',
      seen: current,
      partial,
      restored: version,
      judge: async ({ tx }, bans) =>
        judgeEntries((await readVersion(tx, appId, version)).serverDomains, bans),
      apply: (_, good) => good,
    });
  }

  /** @throws ApiError `INVALID_REQUEST` if the cursor is none */
  async history(
    appId: string,
    page: { readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<HistoryPage> {
    return readHistory(this.#parts.core.storage.db, appId, page);
  }

  /** The lists as they were in an older version. @throws ApiError `NOT_FOUND` */
  async version(
    appId: string,
    version: number,
    db: Database = this.#parts.core.storage.db,
  ): Promise<SavedVersion> {
    return readVersion(db, appId, version);
  }

  /** What no mini program may have or call, beside the host profile's: what operators ban, and the platform itself. */
  async bans(db: Database = this.#parts.core.storage.db): Promise<Bans> {
    const { core, platformStates } = this.#parts;
    const { bannedHosts } = await platformStates.get(db);
    return { bannedHosts, bannedOrigins: [core.publicUrl] };
  }

  async #change(origin: Origin, appId: string, plan: Plan): Promise<ListChangeOutcome> {
    const { core, miniPrograms, platformStates } = this.#parts;
    return core.storage.change(async (change) => {
      const { tx } = change;
      const { teamId, domainsVersion } = await miniPrograms.hold(change, appId);
      const before = await readVersion(tx, appId, domainsVersion);
      if (plan.seen !== undefined && plan.seen !== before.version) {
        const { version, serverDomains } = before;
        throw new ApiError('CONFLICT', { details: { version, serverDomains } });
      }
      const judgement = await plan.judge(change, await this.bans(tx));
      const bad = judgement.entries.filter(({ ok }) => !ok);
      if (bad.length > 0 && plan.partial !== true) {
        throw new ApiError('INVALID_SERVER_DOMAINS', { details: { entries: bad } });
      }
      const after = plan.apply(before.serverDomains, judgement.lists);
      const { entries } = judgement;
      if (areSameLists(before.serverDomains, after)) {
        return { ...before, changed: false, added: {}, removed: {}, entries };
      }
      const limits = await platformStates.limits(tx);
      refuseOverflow(before.serverDomains, after, limits.maxEntries);
      const now = core.clock.now();
      await refuseSurplus(tx, appId, limits.changesPerMonth, now);
      const made: SavedVersion = {
        version: before.version + 1,
        serverDomains: after,
        changedBy: origin.actor.name,
        changedAt: now,
        restored: plan.restored ?? null,
      };
      await writeVersion(change, appId, made);
      await miniPrograms.revise(change, appId);
      const difference = compareLists(before.serverDomains, after);
      await core.audit.done(change, origin, {
        action: `server-domains.${plan.action}`,
        teamId,
        appId,
        details: { version: made.version, restored: made.restored, ...difference },
      });
      return { ...made, changed: true, ...difference, entries };
    });
  }
}
