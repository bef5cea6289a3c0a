import { expect } from 'vitest';
import type { TestPlatform } from '../../../packages/platform/test/support/test-platform.ts';
import type { AcknowledgedChange } from './domain-changes.ts';

/**
 * Looks into the database: every acknowledged change is there; and of each change that is there, all three parts are:
 * the server domains, the revision of the policy, and the entry in the audit log.
 */
export async function expectWholeChanges(
  { core }: TestPlatform,
  appIds: readonly string[],
  acknowledged: readonly AcknowledgedChange[],
): Promise<void> {
  const { db } = core.storage;
  for (const appId of appIds) {
    const program = await db
      .selectFrom('mini_program')
      .select(['revision', 'domains_version'])
      .where('app_id', '=', appId)
      .executeTakeFirstOrThrow();
    const versions = await db
      .selectFrom('server_domains')
      .select(['version', 'lists'])
      .where('app_id', '=', appId)
      .orderBy('version')
      .execute();
    const entries = await db
      .selectFrom('audit_entry')
      .select('details')
      .where('app_id', '=', appId)
      .where('action', '=', 'server-domains.replace')
      .where('outcome', '=', 'done')
      .execute();
    expect(versions.map(({ version }) => version)).toEqual(versions.map((_, index) => index + 1));
    expect(program).toEqual({ revision: versions.length, domains_version: versions.length });
    expect(entries).toHaveLength(versions.length - 1);
    for (const { version, serverDomains } of acknowledged.filter((change) => change.appId === appId)) {
      expect(JSON.parse(versions[version - 1]?.lists ?? 'null')).toEqual(serverDomains);
    }
  }
}
