import type { Storage } from '../database/storage.ts';
import type { AuthOptions } from './auth.ts';

/** What makes the tables of the accounts: the pinned version of better-auth, with the settings in `auth.ts`. */
export const accountTables = 'better-auth 1.7.25';

/**
 * Adds the tables and columns of better-auth that are missing, all or none: it would not find out which indexes it had
 * not come to. It is loaded only if the tables were not made by the version at hand, because loading it takes longer than
 * everything else that a start does.
 */
export async function migrateAccounts(
  storage: Storage,
  options: Pick<AuthOptions, 'serverKey' | 'secure'>,
): Promise<void> {
  await storage.change(async ({ tx }) => {
    await tx.schema
      .createTable('account_tables')
      .ifNotExists()
      .addColumn('made_by', 'text', (column) => column.primaryKey())
      .execute();
    const made = await tx
      .selectFrom('account_tables')
      .select('made_by')
      .where('made_by', '=', accountTables)
      .executeTakeFirst();
    if (made !== undefined) return;
    const [{ createAuth }, { getMigrations }] = await Promise.all([
      import('./auth.ts'),
      import('better-auth/db/migration'),
    ]);
    const auth = createAuth({ ...options, db: tx, kind: storage.kind });
    const { runMigrations } = await getMigrations(auth.options);
    await runMigrations();
    await tx.insertInto('account_tables').values({ made_by: accountTables }).execute();
  });
}
