import type { Selectable } from 'kysely';
import type { Tables } from '../database/schema.ts';

/** A mini program as the console shows it. Times are milliseconds since the epoch. */
export interface MiniProgram {
  readonly appId: string;
  readonly teamId: string;
  readonly name: string;
  /** Whether it is the platform's own. Only operators set it. */
  readonly firstParty: boolean;
  readonly archivedAt: number | null;
  readonly createdAt: number;
}

/** A mini program that a change holds: until the change is over, no other one holds it. */
export interface HeldProgram extends MiniProgram {
  /** The version of its server domains that is in force. */
  readonly domainsVersion: number;
}

export function toMiniProgram(row: Selectable<Tables['mini_program']>): MiniProgram {
  return {
    appId: row.app_id,
    teamId: row.team_id,
    name: row.name,
    firstParty: row.first_party === 1,
    archivedAt: row.archived_at,
    createdAt: row.created_at,
  };
}
