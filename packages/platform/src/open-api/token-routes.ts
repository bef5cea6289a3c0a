import { z } from 'zod';
import { originOf } from '../http/access.ts';
import type { App } from '../http/app.ts';
import { errorBody, line } from '../http/schemas.ts';
import type { Services } from '../services.ts';

/**
 * The platform's own door to access tokens. A refusal of the credentials is kept in the audit log of the mini program
 * by the service, within bounds, and not by the route: everybody can knock here.
 */
export function tokenRoutes(app: App, { accessTokens }: Services): void {
  app.post(
    '/open-api/v1/access-token',
    {
      config: { access: 'anyone', forPrograms: true },
      schema: {
        summary: 'Gives the access token of a mini program for its AppId and AppSecret',
        body: z.strictObject({
          app_id: line(64),
          app_secret: line(128),
          force_refresh: z.boolean().default(false),
        }),
        response: {
          200: z.object({ access_token: z.string(), expires_in: z.int().positive() }),
          '4xx': errorBody,
        },
      },
    },
    async (request, reply) => {
      const { app_id: appId, app_secret: appSecret, force_refresh: forceRefresh } = request.body;
      const given = await accessTokens.give(originOf(request), { appId, appSecret, forceRefresh });
      return reply
        .header('cache-control', 'no-store')
        .send({ access_token: given.accessToken, expires_in: given.expiresIn });
    },
  );
}
