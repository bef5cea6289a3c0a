import { z } from 'zod';
import { originOf } from '../http/access.ts';
import type { App } from '../http/app.ts';
import { nextCursor, pageQuery } from '../http/cursor.ts';
import { errorBody, id } from '../http/schemas.ts';
import type { Services } from '../services.ts';
import {
  difference,
  lists,
  outcome,
  savedVersion,
  state,
  validation,
  version,
  versionHead,
} from './schemas.ts';

const path = '/console/v1/mini-programs/:appId/server-domains';
const params = z.object({ appId: id });
const change = z.strictObject({ version, serverDomains: lists, partial: z.boolean().optional() });
const changed = { 200: outcome, '4xx': errorBody };

/** Server Domain Name of the console's development settings. */
export function serverDomainRoutes(app: App, { serverDomains }: Services): void {
  app.get(
    path,
    {
      config: { access: 'program:viewer' },
      schema: {
        summary: 'The server domains of a mini program, with their limits',
        params,
        response: { 200: state, '4xx': errorBody },
      },
    },
    (request) => serverDomains.get(request.params.appId),
  );

  app.post(
    `${path}/validate`,
    {
      config: { access: 'program:viewer' },
      schema: {
        summary: 'Judges server domains without saving them',
        params,
        body: z.strictObject({ serverDomains: lists }),
        response: { 200: validation, '4xx': errorBody },
      },
    },
    (request) => serverDomains.validate(request.params.appId, request.body.serverDomains),
  );

  app.put(
    path,
    {
      config: { access: 'program:developer', action: 'server-domains.replace' },
      schema: { summary: 'Replaces the server domains', params, body: change, response: changed },
    },
    (request) => serverDomains.replace(originOf(request), request.params.appId, request.body),
  );

  app.post(
    `${path}/add`,
    {
      config: { access: 'program:developer', action: 'server-domains.add' },
      schema: { summary: 'Adds server domains', params, body: change, response: changed },
    },
    (request) => serverDomains.add(originOf(request), request.params.appId, request.body),
  );

  app.post(
    `${path}/remove`,
    {
      config: { access: 'program:developer', action: 'server-domains.remove' },
      schema: {
        summary: 'Removes server domains; those that are not there count as removed',
        params,
        body: change,
        response: changed,
      },
    },
    (request) => serverDomains.remove(originOf(request), request.params.appId, request.body),
  );

  app.post(
    `${path}/restore`,
    {
      config: { access: 'program:developer', action: 'server-domains.restore' },
      schema: {
        summary: 'Brings back the server domains of an older version, as a new version',
        params,
        body: z.strictObject({ version, current: version.optional(), partial: z.boolean().optional() }),
        response: changed,
      },
    },
    (request) => serverDomains.restore(originOf(request), request.params.appId, request.body),
  );

  app.get(
    `${path}/history`,
    {
      config: { access: 'program:viewer' },
      schema: {
        summary: 'Who changed the server domains, when, and how; the newest change first',
        params,
        querystring: z.strictObject(pageQuery),
        response: {
          200: z.object({
            history: z.array(z.object({ ...versionHead, ...difference })).readonly(),
            next: nextCursor,
          }),
          '4xx': errorBody,
        },
      },
    },
    (request) => serverDomains.history(request.params.appId, request.query),
  );

  app.get(
    `${path}/history/:version`,
    {
      config: { access: 'program:viewer' },
      schema: {
        summary: 'The server domains as they were in one version',
        params: params.extend({ version: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
        response: { 200: savedVersion, '4xx': errorBody },
      },
    },
    (request) => serverDomains.version(request.params.appId, request.params.version),
  );
}
