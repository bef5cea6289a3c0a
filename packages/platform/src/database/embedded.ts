import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, backup } from '@photostructure/sqlite';
import { Kysely, sql } from 'kysely';
import { Announcements } from './announcements.ts';
import { EmbeddedDialect } from './dialect-sqlite.ts';
import { runMigrations } from './migrations.ts';
import type { Tables } from './schema.ts';
import type { Announcement } from './announcements.ts';
import type { Storage } from './storage.ts';

export interface EmbeddedOptions {
  /** Made if missing. The file `minigate.db` in it is the database. */
  readonly directory: string;
  readonly onFault: (error: unknown) => void;
}

/** How long a writer waits for another process, in milliseconds. */
const patience = 5000;
/** How long a start waits for another one that brings the tables up to date. */
const migrationPatience = 60_000;

/** The database in one file, written through to the disk at every change. */
export function openEmbedded({ directory, onFault }: EmbeddedOptions): Storage {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, 'minigate.db');
  const file = new DatabaseSync(path, { timeout: patience });
  file.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on');
  chmodSync(path, 0o600);
  const db = new Kysely<Tables>({ dialect: new EmbeddedDialect(file) });
  const announcements = new Announcements(onFault);
  return {
    kind: 'sqlite',
    db,
    announcements,
    async change(work) {
      const said: Announcement[] = [];
      const result = await db
        .transaction()
        .execute((tx) => work({ tx, announce: (announcement) => said.push(announcement) }));
      for (const announcement of said) announcements.tell(announcement);
      return result;
    },
    async migrate(others) {
      const lock = new DatabaseSync(join(directory, 'migration.lock'), { timeout: migrationPatience });
      try {
        lock.exec('begin exclusive');
        await others();
        await runMigrations(db as Kysely<unknown>, 'sqlite');
      } finally {
        lock.close();
      }
    },
    async check() {
      await sql`select 1`.execute(db);
    },
    async backup(target) {
      await backup(file, target);
      chmodSync(target, 0o600);
    },
    close: () => db.destroy(),
  };
}
