import { z } from 'zod';
import { originOf } from '../http/access.ts';
import type { App } from '../http/app.ts';
import { errorBody, id, time } from '../http/schemas.ts';
import type { SigningKeys } from './signing-keys.ts';

const signingKey = z.object({
  thumbprint: z.string(),
  state: z.enum(['next', 'current', 'former', 'retired']),
  createdAt: time,
  changedAt: time,
});
const ofKey = z.object({ thumbprint: id });

/** What operators do with the keys that sign policies. docs/guide/signing-keys.md. */
export function signingKeyRoutes(app: App, signingKeys: SigningKeys): void {
  app.get(
    '/operator/v1/signing-keys',
    {
      config: { access: 'operator' },
      schema: {
        summary: 'The keys that sign policies, the newest first',
        response: { 200: z.object({ signingKeys: z.array(signingKey) }), '4xx': errorBody },
      },
    },
    async () => ({ signingKeys: [...(await signingKeys.list())] }),
  );

  app.post(
    '/operator/v1/signing-keys',
    {
      config: { access: 'operator', action: 'signing-key.announce' },
      schema: {
        summary: 'Makes the next key and announces it in every policy',
        response: { 201: signingKey, '4xx': errorBody },
      },
    },
    async (request, reply) => reply.status(201).send(await signingKeys.announce(originOf(request))),
  );

  app.post(
    '/operator/v1/signing-keys/:thumbprint/switch',
    {
      config: { access: 'operator', action: 'signing-key.switch' },
      schema: {
        summary: 'Lets the next key sign; the private half of the one before it is destroyed',
        params: ofKey,
        response: { 200: signingKey, '4xx': errorBody },
      },
    },
    (request) => signingKeys.switchTo(originOf(request), request.params.thumbprint),
  );

  app.post(
    '/operator/v1/signing-keys/:thumbprint/retire',
    {
      config: { access: 'operator', action: 'signing-key.retire' },
      schema: {
        summary: 'Publishes a former key no more, nor those before it',
        params: ofKey,
        response: { 200: signingKey, '4xx': errorBody },
      },
    },
    (request) => signingKeys.retire(originOf(request), request.params.thumbprint),
  );

  app.delete(
    '/operator/v1/signing-keys/:thumbprint',
    {
      config: { access: 'operator', action: 'signing-key.withdraw' },
      schema: {
        summary: 'Takes the announcement of the next key back',
        params: ofKey,
        response: { 200: signingKey, '4xx': errorBody },
      },
    },
    (request) => signingKeys.withdraw(originOf(request), request.params.thumbprint),
  );
}
