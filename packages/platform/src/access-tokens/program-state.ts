import type { AddressRanges } from '@minigate/policy';
import { toRanges } from '../app-secrets/allowed-addresses.ts';
import type { Database } from '../database/storage.ts';
import { endOf, type TokenTimes } from './token-times.ts';

/** What is known of a mini program where tokens are given out and judged. */
export interface ProgramState {
  readonly appId: string;
  readonly teamId: string;
  readonly archived: boolean;
  readonly frozen: boolean;
  /** SHA-256 of the AppSecret; undefined until one is made. */
  readonly secretHash: string | undefined;
  readonly generation: number;
  /** Undefined if every address may ask for tokens. */
  readonly allowedAddresses: AddressRanges | undefined;
  readonly times: TokenTimes | undefined;
}

/** One query for everything. */
export async function readProgramState(db: Database, appId: string): Promise<ProgramState | undefined> {
  const row = await db
    .selectFrom('mini_program as program')
    .leftJoin('app_secret as secret', 'secret.app_id', 'program.app_id')
    .leftJoin('access_token as token', 'token.app_id', 'program.app_id')
    .select([
      'program.team_id',
      'program.archived_at',
      'secret.hash',
      'secret.generation',
      'secret.frozen_at',
      'secret.allowed_addresses',
      'token.generation as token_generation',
      'token.issued_at',
      'token.previous_issued_at',
      'token.previous_ends_at',
      'token.forced_at',
    ])
    .where('program.app_id', '=', appId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    appId,
    teamId: row.team_id,
    archived: row.archived_at !== null,
    frozen: row.frozen_at !== null,
    secretHash: row.hash ?? undefined,
    generation: row.generation ?? 0,
    allowedAddresses: toRanges(JSON.parse(row.allowed_addresses ?? '[]') as string[]),
    times: readTimes(row),
  };
}

/** The tokens that are in force unless their time is over: those of the AppSecret that is in force. */
export function tokensOf({ archived, generation, times }: ProgramState): readonly IssuedToken[] {
  if (archived || times?.generation !== generation) return [];
  const { issuedAt, previous } = times;
  return [{ issuedAt, endsAt: endOf(issuedAt) }, ...(previous === undefined ? [] : [previous])];
}

/** Times are milliseconds since the epoch. */
export interface IssuedToken {
  readonly issuedAt: number;
  readonly endsAt: number;
}

interface TimesRow {
  readonly token_generation: number | null;
  readonly issued_at: number | null;
  readonly previous_issued_at: number | null;
  readonly previous_ends_at: number | null;
  readonly forced_at: number | null;
}

function readTimes(row: TimesRow): TokenTimes | undefined {
  if (row.token_generation === null || row.issued_at === null) return undefined;
  const { previous_issued_at: issuedAt, previous_ends_at: endsAt } = row;
  return {
    generation: row.token_generation,
    issuedAt: row.issued_at,
    previous: issuedAt === null || endsAt === null ? undefined : { issuedAt, endsAt },
    forcedAt: row.forced_at ?? undefined,
  };
}
