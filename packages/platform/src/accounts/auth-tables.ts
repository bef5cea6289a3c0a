import type { AuthOptions } from './auth.ts';

/** What makes the tables of the accounts: the pinned version of better-auth, with the settings in `auth.ts`. */
export const accountTables = 'better-auth 1.7.25';

/**
 * Adds the tables and columns of better-auth that are missing. It is loaded only if the tables were not made by the
 * version at hand: loading it takes longer than everything else that a start does.
 */
export async function migrateAccounts(options: AuthOptions): Promise<void> {
  const { db } = options.storage;
  await db.schema
    .createTable('account_tables')
    .ifNotExists()
    .addColumn('made_by', 'text', (column) => column.primaryKey())
    .execute();
  const made = await db
    .selectFrom('account_tables')
    .select('made_by')
    .where('made_by', '=', accountTables)
    .executeTakeFirst();
  if (made !== undefined) return;
  const [{ createAuth }, { getMigrations }] = await Promise.all([
    import('./auth.ts'),
    import('better-auth/db/migration'),
  ]);
  const { runMigrations } = await getMigrations(createAuth(options).options);
  await runMigrations();
  await db.insertInto('account_tables').values({ made_by: accountTables }).execute();
}
