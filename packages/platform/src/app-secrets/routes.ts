import { z } from 'zod';
import { ApiError } from '../errors.ts';
import { originOf, programOf } from '../http/access.ts';
import type { App } from '../http/app.ts';
import { errorBody, id, line, time } from '../http/schemas.ts';
import type { Services } from '../services.ts';
import { mostAllowedAddresses } from './allowed-addresses.ts';
import type { ProgramName } from './app-secrets.ts';

const path = '/console/v1/mini-programs/:appId/app-secret';
const params = z.object({ appId: id });
const state = z.object({
  exists: z.boolean(),
  generation: z.int().nonnegative(),
  resetAt: time.nullable(),
  frozenAt: time.nullable(),
  allowedAddresses: z.array(z.string()).readonly(),
});
const addresses = z.array(line(64)).max(mostAllowedAddresses);
const answers = { 200: state, '4xx': errorBody };

/** The AppSecret in the console: developers see its state, owners change it. */
export function appSecretRoutes(app: App, { appSecrets }: Services): void {
  app.get(
    path,
    {
      config: { access: 'program:developer' },
      schema: { summary: 'The state of the AppSecret, without itself', params, response: answers },
    },
    (request) => appSecrets.state(request.params.appId),
  );

  app.post(
    `${path}/reset`,
    {
      config: { access: 'program:owner', action: 'app-secret.reset' },
      schema: {
        summary: 'Makes an AppSecret and shows it, this once; the older one and its access tokens end',
        params,
        response: { 200: state.extend({ appSecret: z.string() }), '4xx': errorBody },
      },
    },
    async (request, reply) => {
      const made = await appSecrets.reset(originOf(request), activeProgram(request));
      return reply.header('cache-control', 'no-store').send({ ...made.state, appSecret: made.appSecret });
    },
  );

  app.post(
    `${path}/freeze`,
    {
      config: { access: 'program:owner', action: 'app-secret.freeze' },
      schema: {
        summary:
          'Freezes the AppSecret: no more access tokens are given out, those in force go on to their end',
        params,
        response: answers,
      },
    },
    (request) => appSecrets.freeze(originOf(request), activeProgram(request)),
  );

  app.delete(
    `${path}/freeze`,
    {
      config: { access: 'program:owner', action: 'app-secret.thaw' },
      schema: { summary: 'Thaws the AppSecret', params, response: answers },
    },
    (request) => appSecrets.thaw(originOf(request), activeProgram(request)),
  );

  app.put(
    `${path}/allowed-addresses`,
    {
      config: { access: 'program:owner', action: 'app-secret.allow-addresses' },
      schema: {
        summary: 'Says which addresses and CIDR ranges may ask for access tokens; an empty list permits all',
        params,
        body: z.strictObject({
          allowedAddresses: addresses,
          seen: addresses.optional().describe('The list that is changed; CONFLICT where another is in force'),
        }),
        response: answers,
      },
    },
    (request) => appSecrets.allowAddresses(originOf(request), activeProgram(request), request.body),
  );
}

function activeProgram(request: Parameters<typeof programOf>[0]): ProgramName {
  const program = programOf(request);
  if (program.archivedAt !== null) throw new ApiError('ARCHIVED');
  return program;
}
