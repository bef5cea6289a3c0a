import { getMigrations } from 'better-auth/db/migration';
import type { Auth } from './auth.ts';

/** Adds the tables and columns of better-auth that are missing. */
export async function migrateAccounts(auth: Auth): Promise<void> {
  const { runMigrations } = await getMigrations(auth.options);
  await runMigrations();
}
