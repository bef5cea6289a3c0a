import { z } from 'zod';
import type { Core } from '../core.ts';
import type { Database } from '../database/storage.ts';
import { ApiError } from '../errors.ts';
import { programOfToken } from '../http/access.ts';
import type { App } from '../http/app.ts';
import { errorBody } from '../http/schemas.ts';

/** What a backend can ask about the policy of its mini program. */
export function policyVersionRoutes(app: App, { storage }: Core): void {
  app.get(
    '/open-api/v1/policy-version',
    {
      config: { access: 'access-token' },
      schema: {
        summary: "The version of the mini program's policy document that is in force",
        response: { 200: z.object({ version: z.int() }), '4xx': errorBody },
      },
    },
    (request) => readPolicyVersion(storage.db, programOfToken(request)),
  );
}

/** Counts the changes that the document of a mini program shows: its own, and those of the whole platform. */
async function readPolicyVersion(db: Database, appId: string): Promise<{ version: number }> {
  const row = await db
    .selectFrom('mini_program')
    .innerJoin('platform_state', (join) => join.on('platform_state.id', '=', 1))
    .select(['mini_program.revision as own', 'platform_state.revision as ofPlatform'])
    .where('mini_program.app_id', '=', appId)
    .executeTakeFirst();
  if (row === undefined) throw new ApiError('NOT_FOUND');
  return { version: row.own + row.ofPlatform };
}
