import type { Kysely, Transaction } from 'kysely';
import type { Announcement, Announcements } from './announcements.ts';
import type { Tables } from './schema.ts';

export type DatabaseKind = 'sqlite' | 'postgres';

/** For reading outside of a change, and for what may be called inside of one too. */
export type Database = Kysely<Tables>;

/** One all-or-nothing change. Inside of it every query goes over `tx`: any other would wait for its end for ever. */
export interface Change {
  readonly tx: Transaction<Tables>;
  /** Tells every replica, once the change is there for all to see, and not at all if it fails. */
  announce(announcement: Announcement): void;
}

/** The database of the platform: one file, or PostgreSQL. The same queries run on both. */
export interface Storage {
  readonly kind: DatabaseKind;
  readonly db: Database;
  readonly announcements: Announcements;
  /**
   * Runs `work` in one transaction. What it returns is there for good when the promise resolves; if it throws, nothing
   * has changed.
   */
  change<T>(work: (change: Change) => Promise<T>): Promise<T>;
  /**
   * Brings the tables up to date, once, however many replicas start together.
   *
   * @param others what else is brought up to date, before the tables of this package and under the same lock
   */
  migrate(others: () => Promise<void>): Promise<void>;
  /** Whether a query is answered. */
  check(): Promise<void>;
  /** Writes a copy of the embedded database, while it is in use. @throws if this is PostgreSQL, which has its own tools */
  backup(path: string): Promise<void>;
  close(): Promise<void>;
}
