import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { App } from '../http/app.ts';
import { nextCursor, pageQuery } from '../http/cursor.ts';
import { errorBody, id, line, time } from '../http/schemas.ts';
import type { Services } from '../services.ts';
import type { AuditFilter, AuditScope, AuditTrail } from './audit-trail.ts';
import { type ExportFormat, exportFormats } from './export.ts';

const filter = {
  action: z
    .string()
    .regex(/^[a-z-]{1,40}(\.[a-z-]{1,40})?$/, 'is neither a noun nor noun.verb')
    .optional(),
  actor: line(320).optional(),
  outcome: z.enum(['done', 'refused']).optional(),
  from: z.coerce.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER).optional(),
  to: z.coerce.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER).optional(),
};
const pageOf = z.strictObject({ ...filter, ...pageQuery });
const exportOf = z.strictObject({ ...filter, format: z.enum(['ndjson', 'csv']).default('ndjson') });

const page = z.object({
  entries: z
    .array(
      z.object({
        id: z.string(),
        time,
        requestId: z.string(),
        actor: z.object({
          kind: z.enum(['user', 'program', 'operator', 'system', 'nobody']),
          id: z.string(),
          name: z.string(),
        }),
        address: z.string(),
        action: z.string(),
        outcome: z.enum(['done', 'refused']),
        teamId: z.string().nullable(),
        appId: z.string().nullable(),
        details: z.record(z.string(), z.unknown()).readonly(),
      }),
    )
    .readonly(),
  next: nextCursor,
});
const pages = { 200: page, '4xx': errorBody };
const exported = {
  200: {
    content: Object.fromEntries(
      Object.values(exportFormats).map(({ type }) => [type.split(';', 1).join(''), { schema: z.string() }]),
    ),
  },
  '4xx': errorBody,
};
const ofTeam = z.object({ teamId: id });
const ofProgram = z.object({ appId: id });

/** The audit log: of a team, of a mini program, of the whole platform. */
export function auditRoutes(app: App, { auditTrail }: Services): void {
  app.get(
    '/console/v1/teams/:teamId/audit',
    {
      config: { access: 'team:viewer' },
      schema: {
        summary: 'What was done in a team and its mini programs, and what was refused; the newest first',
        params: ofTeam,
        querystring: pageOf,
        response: pages,
      },
    },
    ({ params: { teamId }, query }) => auditTrail.page({ teamId }, query),
  );

  app.get(
    '/console/v1/mini-programs/:appId/audit',
    {
      config: { access: 'program:viewer' },
      schema: {
        summary: 'What was done with a mini program, and what was refused; the newest first',
        params: ofProgram,
        querystring: pageOf,
        response: pages,
      },
    },
    ({ params: { appId }, query }) => auditTrail.page({ appId }, query),
  );

  app.get(
    '/operator/v1/audit',
    {
      config: { access: 'operator' },
      schema: {
        summary: 'What was done on the platform, and what was refused; the newest first',
        querystring: pageOf,
        response: pages,
      },
    },
    ({ query }) => auditTrail.page('platform', query),
  );

  app.get(
    '/console/v1/teams/:teamId/audit/export',
    {
      config: { access: 'team:viewer' },
      schema: {
        summary: 'The audit log of a team as NDJSON or CSV',
        params: ofTeam,
        querystring: exportOf,
        response: exported,
      },
    },
    ({ params: { teamId }, query }, reply) => send(reply, auditTrail, { teamId }, query),
  );

  app.get(
    '/console/v1/mini-programs/:appId/audit/export',
    {
      config: { access: 'program:viewer' },
      schema: {
        summary: 'The audit log of a mini program as NDJSON or CSV',
        params: ofProgram,
        querystring: exportOf,
        response: exported,
      },
    },
    ({ params: { appId }, query }, reply) => send(reply, auditTrail, { appId }, query),
  );

  app.get(
    '/operator/v1/audit/export',
    {
      config: { access: 'operator' },
      schema: {
        summary: 'The audit log of the platform as NDJSON or CSV',
        querystring: exportOf,
        response: exported,
      },
    },
    ({ query }, reply) => send(reply, auditTrail, 'platform', query),
  );
}

/** Entries are read while the client takes them, so an export of any length needs little memory. */
function send(
  reply: FastifyReply,
  auditTrail: AuditTrail,
  scope: AuditScope,
  { format, ...wanted }: AuditFilter & { format: ExportFormat },
): void {
  const { type, write } = exportFormats[format];
  void reply
    .header('content-type', type)
    .header('content-disposition', `attachment; filename="audit.${format}"`)
    .header('cache-control', 'no-store')
    .send(Readable.from(write(auditTrail.all(scope, wanted))));
}
