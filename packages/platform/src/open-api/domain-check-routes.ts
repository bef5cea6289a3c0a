import { z } from 'zod';
import { showCheck, shownCheck } from '../diagnostics/routes.ts';
import { originOf, programOfToken } from '../http/access.ts';
import type { App } from '../http/app.ts';
import { errorBody } from '../http/schemas.ts';
import { apiName } from '../server-domains/schemas.ts';
import type { Services } from '../services.ts';

/** Network diagnostics for a backend: the same examination as in the console, counted together with it. */
export function openDomainCheckRoutes(app: App, { domainChecks }: Services): void {
  app.post(
    '/open-api/v1/domain-check',
    {
      config: { access: 'access-token', action: 'domain-check.run' },
      schema: {
        summary: 'Examines the server of a saved server domain, at most 20 times an hour',
        body: z.strictObject({ domain: z.string().max(2048), api: apiName.default('request') }),
        response: { 200: shownCheck, '4xx': errorBody },
      },
    },
    (request) => domainChecks.run(originOf(request), programOfToken(request), request.body).then(showCheck),
  );
}
