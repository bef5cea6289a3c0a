import formbody from '@fastify/formbody';
import { z } from 'zod';
import type { Core } from '../../core.ts';
import { originOf } from '../../http/access.ts';
import type { App } from '../../http/app.ts';
import { createErrorHandler } from '../../http/error-answers.ts';
import type { Services } from '../../services.ts';
import { readCredentials, type TokenParameters } from './credentials.ts';
import { answerAsOAuth, OAuthFault } from './fault.ts';

const path = '/oauth2/token';
const parameters = z.record(z.string(), z.union([z.string(), z.array(z.string())])).meta({
  properties: {
    grant_type: { type: 'string', enum: ['client_credentials'] },
    client_id: { type: 'string', description: 'The AppId.' },
    client_secret: { type: 'string', description: 'The AppSecret.' },
  },
  required: ['grant_type'],
});
const failed = z.object({ error: z.string(), error_description: z.string() });

/**
 * The door for clients of OAuth 2.0: the grant of client credentials (RFC 6749, section 4.4), with the AppId as
 * client_id and the AppSecret as client_secret, and the metadata that such clients find it by (RFC 8414).
 */
export function oauthDoors(app: App, core: Core, { accessTokens }: Services): void {
  app.register(async (door: App) => {
    door.setErrorHandler(createErrorHandler(core, answerAsOAuth));
    door.removeContentTypeParser(['application/json', 'text/plain']);
    await door.register(formbody);

    door.post(
      path,
      {
        config: { access: 'anyone', forPrograms: true },
        schema: {
          summary: 'Gives the access token of a mini program for OAuth 2.0 client credentials',
          consumes: ['application/x-www-form-urlencoded'],
          // In the header, or as parameters of the body.
          security: [{ appSecret: [] }, {}],
          body: parameters,
          response: {
            200: z.object({ access_token: z.string(), token_type: z.literal('Bearer'), expires_in: z.int() }),
            '4xx': failed,
          },
        },
      },
      async (request, reply) => {
        if (Object.hasOwn(request.query as object, 'client_secret')) {
          throw new OAuthFault('invalid_request', 'credentials do not belong into the address');
        }
        const given = readParameters(request.body);
        const credentials = readCredentials(request.headers.authorization, given);
        const grantType = given.get('grant_type');
        if (grantType === undefined) throw new OAuthFault('invalid_request', 'grant_type is missing');
        if (grantType !== 'client_credentials') {
          throw new OAuthFault('unsupported_grant_type', 'only client_credentials is a grant_type here');
        }
        if (given.has('scope')) throw new OAuthFault('invalid_scope', 'there are no scopes: leave it out');
        const token = await accessTokens.give(originOf(request), { ...credentials, forceRefresh: false });
        return reply
          .headers({ 'cache-control': 'no-store', pragma: 'no-cache' })
          .send({ access_token: token.accessToken, token_type: 'Bearer', expires_in: token.expiresIn });
      },
    );
  });

  app.get(
    '/.well-known/oauth-authorization-server',
    {
      config: { access: 'anyone' },
      schema: {
        summary: 'Where OAuth 2.0 clients find the door to access tokens (RFC 8414)',
        response: {
          200: z.object({
            issuer: z.string(),
            token_endpoint: z.string(),
            grant_types_supported: z.array(z.string()),
            response_types_supported: z.array(z.string()),
            token_endpoint_auth_methods_supported: z.array(z.string()),
          }),
        },
      },
    },
    async () => ({
      issuer: core.publicUrl,
      token_endpoint: `${core.publicUrl}${path}`,
      grant_types_supported: ['client_credentials'],
      response_types_supported: [],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    }),
  );
}

/** A parameter that is empty counts as left out; one that stands there twice is refused. */
function readParameters(body: z.infer<typeof parameters>): TokenParameters {
  const read = new Map<string, string>();
  for (const [name, value] of Object.entries(body)) {
    if (typeof value !== 'string') {
      throw new OAuthFault('invalid_request', 'a parameter stands there twice');
    }
    if (value !== '') read.set(name, value);
  }
  return read;
}
