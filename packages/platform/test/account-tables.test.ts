import { readFileSync } from 'node:fs';
import { getMigrations } from 'better-auth/db/migration';
import { describe, expect, it } from 'vitest';
import { createAuth } from '../src/accounts/auth.ts';
import { accountTables } from '../src/accounts/auth-tables.ts';
import { databaseKinds, emptyDatabase } from './support/databases.ts';
import { startTestPlatform } from './support/test-platform.ts';

const manifest = new URL('../package.json', import.meta.url);

it('the tables of the accounts are those of the version of better-auth that is pinned', () => {
  const { dependencies } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    dependencies: Record<string, string>;
  };
  expect(accountTables).toBe(`better-auth ${dependencies['better-auth']}`);
});

describe.each(databaseKinds)('the tables of the accounts, on %s', (kind) => {
  it('are as better-auth wants them when the platform has started', async () => {
    const { storage, serverKey } = (await startTestPlatform(kind)).core;
    const { toBeCreated, toBeAdded } = await getMigrations(
      createAuth({ db: storage.db, kind, serverKey, secure: true }).options,
    );
    expect({ toBeCreated, toBeAdded }).toEqual({ toBeCreated: [], toBeAdded: [] });
  });

  it('are brought up to date by the next start where another version made them', async () => {
    const database = await emptyDatabase(kind);
    const older = await startTestPlatform(kind, { database });
    await older.core.storage.db.updateTable('account_tables').set({ made_by: 'another' }).execute();
    await older.core.storage.db.schema.alterTable('organization').dropColumn('logo').execute();
    await older.close();

    const { db } = (await startTestPlatform(kind, { database })).core.storage;
    const columns = (await db.introspection.getTables()).find(({ name }) => name === 'organization')?.columns;
    expect(columns?.map(({ name }) => name)).toContain('logo');
    const made = await db.selectFrom('account_tables').select('made_by').orderBy('made_by').execute();
    expect(made).toEqual([{ made_by: 'another' }, { made_by: accountTables }]);
  });
});
