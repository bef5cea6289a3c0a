import { z } from 'zod';
import type { App } from '../http/app.ts';
import { errorBody, id } from '../http/schemas.ts';
import { isKnownTag } from './entity-tags.ts';
import type { Policies } from './policies.ts';
import type { SigningKeys } from './signing-keys.ts';

/**
 * Clients ask again after five minutes, caches on the way after half a minute; a cache gives what it has while it asks,
 * and for a day when the platform does not answer. Figures for this are in docs/guide/scaling.md.
 */
const policyCaching = 'public, max-age=300, s-maxage=30, stale-while-revalidate=30, stale-if-error=86400';
const keyCaching = 'public, max-age=60, stale-while-revalidate=60, stale-if-error=86400';

const keySetShown = z.object({
  keys: z
    .array(
      z.object({
        kty: z.literal('OKP'),
        crv: z.literal('Ed25519'),
        x: z.string(),
        kid: z.string(),
        alg: z.literal('EdDSA'),
        use: z.literal('sig'),
        handover: z.string().optional(),
      }),
    )
    .readonly(),
});

/** What clients fetch: the signed policy of a mini program, and the keys that sign. */
export function policyRoutes(
  app: App,
  { policies, signingKeys }: { policies: Policies; signingKeys: SigningKeys },
): void {
  app.get(
    '/client/v1/mini-programs/:appId/policy',
    {
      config: { access: 'anyone', forPrograms: true, uncounted: true },
      schema: {
        summary: 'The signed policy of a mini program: a JWS in compact form',
        params: z.object({ appId: id }),
        response: {
          200: { content: { 'application/jose': { schema: z.string() } } },
          304: z.void(),
          '4xx': errorBody,
        },
      },
    },
    async (request, reply) => {
      const { appId } = request.params;
      const { text, etag } = policies.kept(appId) ?? (await policies.signed(appId));
      reply.header('etag', etag).header('cache-control', policyCaching);
      if (isKnownTag(request.headers['if-none-match'], etag)) return reply.status(304).send();
      return reply.type('application/jose').send(text);
    },
  );

  app.get(
    '/.well-known/jwks.json',
    {
      config: { access: 'anyone', forPrograms: true, uncounted: true },
      schema: {
        summary: 'The public keys of the platform, each with the word of the one before it',
        response: {
          200: { content: { 'application/jwk-set+json': { schema: keySetShown } } },
          304: z.void(),
          '4xx': errorBody,
        },
      },
    },
    async (request, reply) => {
      const { published, keySet, etag } = await signingKeys.ring();
      reply.header('etag', etag).header('cache-control', keyCaching);
      if (isKnownTag(request.headers['if-none-match'], etag)) return reply.status(304).send();
      // Written once for all who ask.
      return reply
        .type('application/jwk-set+json')
        .serializer(() => keySet)
        .send({ keys: published });
    },
  );
}
