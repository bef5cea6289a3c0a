import { z } from 'zod';
import type { App } from '../http/app.ts';
import { errorBody, id, time } from '../http/schemas.ts';
import type { Services } from '../services.ts';

const quota = z.object({ used: z.int(), limit: z.int(), endsAt: time });
const state = z.object({
  tokens: z.array(z.object({ issuedAt: time, endsAt: time })).readonly(),
  quota: z.object({ minute: quota, day: quota, forced: quota }),
});

/** The access tokens of a mini program in the console: when they end, and how much of the quotas is used up. */
export function accessTokenRoutes(app: App, { accessTokens }: Services): void {
  app.get(
    '/console/v1/mini-programs/:appId/access-tokens',
    {
      config: { access: 'program:developer' },
      schema: {
        summary:
          'When the access tokens of a mini program end, and its quotas; without the tokens themselves',
        params: z.object({ appId: id }),
        response: { 200: state, '4xx': errorBody },
      },
    },
    (request) => accessTokens.state(request.params.appId),
  );
}
