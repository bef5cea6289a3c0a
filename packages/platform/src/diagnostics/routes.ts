import { z } from 'zod';
import { originOf } from '../http/access.ts';
import type { App } from '../http/app.ts';
import { errorBody, id, time } from '../http/schemas.ts';
import { apiName } from '../server-domains/schemas.ts';
import type { Services } from '../services.ts';
import type { DomainCheck } from './domain-checks.ts';

const grade = z.enum(['ok', 'note', 'warning', 'failure']);

/** The parts of a `Diagnosis` that every reader looks at; the rest is carried along. */
const diagnosis = z.looseObject({
  format: z.literal(1),
  target: z.string(),
  api: apiName,
  disclosure: z.literal('coarse'),
  startedAt: time,
  outcome: grade,
  failures: z.array(z.string()).readonly(),
  checks: z
    .array(
      z.looseObject({ id: z.string(), outcome: grade, sentence: z.string(), fix: z.string().optional() }),
    )
    .readonly(),
});

/** What is answered of an examination, whoever asked for it. */
export const shownCheck = z.object({ diagnosis, remaining: z.int() });

export function showCheck({
  diagnosis: { checks, ...found },
  remaining,
}: DomainCheck): z.infer<typeof shownCheck> {
  return {
    diagnosis: { ...found, disclosure: 'coarse', checks: checks.map((check) => ({ ...check })) },
    remaining,
  };
}

/** Examining the servers of a mini program. */
export function diagnosticsRoutes(app: App, { domainChecks }: Services): void {
  app.post(
    '/console/v1/mini-programs/:appId/domain-check',
    {
      config: { access: 'program:developer', action: 'domain-check.run' },
      schema: {
        summary: 'Examines the server of a saved server domain, at most 20 times an hour',
        params: z.object({ appId: id }),
        body: z.strictObject({ domain: z.string().max(2048), api: apiName }),
        response: { 200: shownCheck, '4xx': errorBody },
      },
    },
    (request) => domainChecks.run(originOf(request), request.params.appId, request.body).then(showCheck),
  );
}
