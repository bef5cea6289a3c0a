import { z } from 'zod';
import { ApiError } from '../errors.ts';
import { programOfToken } from '../http/access.ts';
import type { App } from '../http/app.ts';
import { errorBody } from '../http/schemas.ts';
import type { Services } from '../services.ts';

/** What a backend can ask about the policy of its mini program. */
export function policyVersionRoutes(app: App, { policies }: Services): void {
  app.get(
    '/open-api/v1/policy-version',
    {
      config: { access: 'access-token', forPrograms: true },
      schema: {
        summary: "The version of the mini program's policy document that is in force",
        response: { 200: z.object({ version: z.int() }), '4xx': errorBody },
      },
    },
    async (request) => {
      const appId = programOfToken(request);
      const version = (await policies.versions([appId])).get(appId);
      if (version === undefined) throw new ApiError('NOT_FOUND');
      return { version };
    },
  );
}
