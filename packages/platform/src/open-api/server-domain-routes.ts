import { z } from 'zod';
import { originOf, programOfToken } from '../http/access.ts';
import type { App } from '../http/app.ts';
import { errorBody } from '../http/schemas.ts';
import { lists, outcome, state, version } from '../server-domains/schemas.ts';
import type { Services } from '../services.ts';

const path = '/open-api/v1/server-domains';
const change = z.strictObject({
  serverDomains: lists,
  version: version.optional(),
  partial: z.boolean().optional(),
});
const changed = { 200: outcome, '4xx': errorBody };

/** What a backend can do with the server domains of its mini program: what developers do in the console. */
export function openServerDomainRoutes(app: App, { serverDomains }: Services): void {
  app.get(
    path,
    {
      config: { access: 'access-token', forPrograms: true },
      schema: {
        summary: 'The server domains of the mini program, with their limits',
        response: { 200: state, '4xx': errorBody },
      },
    },
    (request) => serverDomains.get(programOfToken(request)),
  );

  app.put(
    path,
    {
      config: { access: 'access-token', action: 'server-domains.replace' },
      schema: { summary: 'Replaces the server domains', body: change, response: changed },
    },
    (request) => serverDomains.replace(originOf(request), programOfToken(request), request.body),
  );

  app.post(
    `${path}/add`,
    {
      config: { access: 'access-token', action: 'server-domains.add' },
      schema: { summary: 'Adds server domains', body: change, response: changed },
    },
    (request) => serverDomains.add(originOf(request), programOfToken(request), request.body),
  );

  app.post(
    `${path}/remove`,
    {
      config: { access: 'access-token', action: 'server-domains.remove' },
      schema: {
        summary: 'Removes server domains; those that are not there count as removed',
        body: change,
        response: changed,
      },
    },
    (request) => serverDomains.remove(originOf(request), programOfToken(request), request.body),
  );
}
