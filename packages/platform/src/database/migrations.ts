import { type Kysely, Migrator } from 'kysely';
import { firstTables } from './migrations/first-tables.ts';
import type { DatabaseKind } from './storage.ts';

/** Runs the migrations that have not run yet, in the order of their names, all or none. */
export async function runMigrations(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const provider = { getMigrations: async () => ({ '0001-first-tables': firstTables(kind) }) };
  const migrator = new Migrator({ db, provider, migrationTableName: 'migration' });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error('The tables could not be brought up to date.', { cause: error });
}
