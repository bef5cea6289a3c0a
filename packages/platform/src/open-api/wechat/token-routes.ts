import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { GivenToken, TokenRequest } from '../../access-tokens/access-tokens.ts';
import { ApiError } from '../../errors.ts';
import { originOf } from '../../http/access.ts';
import type { App } from '../../http/app.ts';
import type { Services } from '../../services.ts';
import { type Errcode, type Failure, failure } from './errcodes.ts';

const grantType = 'client_credential';
// What is wrong here has errcodes of its own, so nothing is refused by the schema.
const given = z.object({
  grant_type: z
    .unknown()
    .meta({ type: 'string', enum: [grantType] })
    .optional(),
  appid: z.unknown().meta({ type: 'string' }).optional(),
  secret: z.unknown().meta({ type: 'string', description: 'The AppSecret.' }).optional(),
  force_refresh: z.unknown().meta({ type: 'boolean' }).optional(),
});
type Given = z.infer<typeof given>;

const answer = z.union([
  z.object({ access_token: z.string(), expires_in: z.int().positive() }),
  z.object({ errcode: z.int(), errmsg: z.string() }),
]);

/** WeChat's two doors to access tokens. Both give the same, stable token. */
export function weChatTokenRoutes(app: App, services: Services): void {
  const config = { access: 'anyone', forPrograms: true } as const;

  app.get(
    '/cgi-bin/token',
    {
      config,
      exposeHeadRoute: false,
      schema: {
        summary: "WeChat's getAccessToken: the stable access token",
        querystring: given,
        response: { 200: answer },
      },
    },
    (request, reply) => giveToken(services, request, reply, { ...request.query, force_refresh: false }),
  );
  app.post(
    '/cgi-bin/stable_token',
    {
      config,
      schema: {
        summary: "WeChat's getStableAccessToken",
        body: given,
        response: { 200: answer },
      },
    },
    (request, reply) => giveToken(services, request, reply, request.body),
  );

  app.route({
    method: ['POST', 'PUT', 'PATCH', 'DELETE'],
    url: '/cgi-bin/token',
    config,
    schema: { hide: true },
    handler: async (request) => failure(43001, request),
  });
  app.route({
    method: ['GET', 'PUT', 'PATCH', 'DELETE'],
    url: '/cgi-bin/stable_token',
    exposeHeadRoute: false,
    config,
    schema: { hide: true },
    handler: async (request) => failure(43002, request),
  });
}

async function giveToken(
  { accessTokens }: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  wish: Given,
): Promise<{ access_token: string; expires_in: number } | Failure> {
  reply.header('cache-control', 'no-store');
  const read = readWish(wish);
  if (typeof read === 'number') return failure(read, request);
  const token = await giveStable((asked) => accessTokens.give(originOf(request), asked), read);
  return { access_token: token.accessToken, expires_in: token.expiresIn };
}

/** As WeChat does it: a token that was refreshed by force only just now is given again, and not refreshed. */
async function giveStable(
  give: (request: TokenRequest) => Promise<GivenToken>,
  request: TokenRequest,
): Promise<GivenToken> {
  try {
    return await give(request);
  } catch (error) {
    const early =
      error instanceof ApiError &&
      error.code === 'TOO_MANY_REQUESTS' &&
      error.details['field'] === 'force_refresh';
    if (!early) throw error;
    return give({ ...request, forceRefresh: false });
  }
}

function readWish({ grant_type: type, appid, secret, force_refresh: force }: Given): TokenRequest | Errcode {
  if (type !== grantType) return 40002;
  if (appid === undefined || appid === '') return 41002;
  if (secret === undefined || secret === '') return 41004;
  if (typeof appid !== 'string') return 40013;
  if (typeof secret !== 'string') return 40125;
  if (force !== undefined && typeof force !== 'boolean') return 47001;
  return { appId: appid, appSecret: secret, forceRefresh: force ?? false };
}
