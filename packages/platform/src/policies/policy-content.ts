import type { AccelerationPolicy, PolicyDocument, ServerDomainLists } from '@minigate/policy';
import type { Database } from '../database/storage.ts';

/** What the policy document of a mini program says, without its times. */
export interface PolicyContent {
  readonly document: Omit<PolicyDocument, 'issuedAt' | 'expiresAt'>;
  /** When any of it last changed. */
  readonly changedAt: number;
}

/**
 * Reads in one query, so that all of it belongs to one version.
 *
 * @param platform the origin of the platform, which no program may call
 * @returns undefined if there is no such mini program
 */
export async function readPolicyContent(
  db: Database,
  appId: string,
  platform: string,
): Promise<PolicyContent | undefined> {
  const row = await db
    .selectFrom('mini_program as program')
    .innerJoin('server_domains as domains', (join) =>
      join
        .onRef('domains.app_id', '=', 'program.app_id')
        .onRef('domains.version', '=', 'program.domains_version'),
    )
    .innerJoin('platform_state as platform', (join) => join.on('platform.id', '=', 1))
    .select([
      'program.first_party',
      'program.archived_at',
      'program.revision',
      'program.revised_at',
      'domains.lists',
      'platform.revision as platform_revision',
      'platform.revised_at as platform_revised_at',
      'platform.banned_hosts',
      'platform.acceleration',
    ])
    .where('program.app_id', '=', appId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const archived = row.archived_at !== null;
  const firstParty = row.first_party === 1 && !archived;
  const acceleration = JSON.parse(row.acceleration) as AccelerationPolicy | Record<string, never>;
  return {
    changedAt: Math.max(row.revised_at, row.platform_revised_at),
    document: {
      appId,
      version: row.revision + row.platform_revision,
      firstParty,
      // An archived mini program may reach nothing.
      serverDomains: archived ? [] : (JSON.parse(row.lists) as ServerDomainLists),
      bannedHosts: JSON.parse(row.banned_hosts) as string[],
      bannedOrigins: [platform],
      // Only first-party programs are accelerated, and nobody else needs to know how.
      ...(firstParty && hasCandidates(acceleration) ? { acceleration } : {}),
    },
  };
}

/** Operators who have set no acceleration policy have set an empty object. */
function hasCandidates(
  acceleration: AccelerationPolicy | Record<string, never>,
): acceleration is AccelerationPolicy {
  return Object.hasOwn(acceleration, 'candidates');
}

/** The version of each of these policies; those of mini programs that do not exist are missing. */
export async function readPolicyVersions(
  db: Database,
  appIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('mini_program as program')
    .innerJoin('platform_state as platform', (join) => join.on('platform.id', '=', 1))
    .select(['program.app_id', 'program.revision', 'platform.revision as platform_revision'])
    .where('program.app_id', 'in', [...appIds])
    .execute();
  return new Map(rows.map((row) => [row.app_id, row.revision + row.platform_revision]));
}
