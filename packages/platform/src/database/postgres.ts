import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { type Announcement, Announcements } from './announcements.ts';
import { channel, Listener } from './listener.ts';
import { runMigrations } from './migrations.ts';
import type { Tables } from './schema.ts';
import type { Storage } from './storage.ts';

export interface PostgresOptions {
  readonly url: string;
  /** Connections of this replica at a time, beside the one that listens. */
  readonly connections: number;
  readonly onFault: (error: unknown) => void;
}

/** Any number that nobody else uses: it names the lock of the migrations. */
const migrationLock = 7_244_001;

/** PostgreSQL, for as many replicas as read it. Announcements travel with the change that they tell of. */
export async function openPostgres({ url, connections, onFault }: PostgresOptions): Promise<Storage> {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'minigate',
    max: connections,
    connectionTimeoutMillis: 10_000,
    types: {
      getTypeParser: (oid, format) =>
        oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format),
    },
  });
  pool.on('error', onFault);
  // A connection that is lent out and lost between two queries would end the process if nobody listened to it. The query
  // that follows fails, and tells.
  pool.on('connect', (client) => client.on('error', () => {}));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const announcements = new Announcements(onFault);
  const listener = new Listener(url, (announcement) => announcements.tell(announcement), onFault);
  try {
    await listener.start();
  } catch (error) {
    await listener.stop();
    await db.destroy();
    throw error;
  }
  return {
    kind: 'postgres',
    db,
    announcements,
    async change(work) {
      const said: Announcement[] = [];
      const result = await db.transaction().execute(async (tx) => {
        const done = await work({ tx, announce: (announcement) => said.push(announcement) });
        for (const announcement of said) {
          await sql`select pg_notify(${channel}, ${JSON.stringify(announcement)})`.execute(tx);
        }
        return done;
      });
      // The listener hears it too, but later: who has an answer to a change finds it changed on this replica.
      for (const announcement of said) announcements.tell(announcement);
      return result;
    },
    async migrate(others) {
      await db.connection().execute(async (held) => {
        await sql`select pg_advisory_lock(${migrationLock})`.execute(held);
        try {
          await others();
          await runMigrations(db as Kysely<unknown>, 'postgres');
        } finally {
          await sql`select pg_advisory_unlock(${migrationLock})`.execute(held);
        }
      });
    },
    async check() {
      await sql`select 1`.execute(db);
    },
    async backup() {
      throw new Error('PostgreSQL has its own tools for backups, such as pg_dump.');
    },
    async close() {
      await listener.stop();
      await db.destroy();
    },
  };
}
