import { z } from 'zod';
import { originOf } from '../http/access.ts';
import type { App } from '../http/app.ts';
import { nextCursor, pageQuery } from '../http/cursor.ts';
import { errorBody, id, line, name, time } from '../http/schemas.ts';
import type { Services } from '../services.ts';

const miniProgram = z.object({
  appId: z.string(),
  teamId: z.string(),
  name: z.string(),
  firstParty: z.boolean(),
  archivedAt: time.nullable(),
  createdAt: time,
});
const ofTeam = z.object({ teamId: id });
const ofProgram = z.object({ appId: id });
const search = z.strictObject({ query: line(100).optional(), ...pageQuery });
const programPage = z.object({ miniPrograms: z.array(miniProgram).readonly(), next: nextCursor });
const named = z.strictObject({ name: name(60) });

/** Registering, renaming and archiving mini programs. */
export function miniProgramRoutes(app: App, { miniPrograms }: Services): void {
  app.get(
    '/console/v1/teams/:teamId/mini-programs',
    {
      config: { access: 'team:viewer' },
      schema: {
        summary: 'The mini programs of a team, by name; archived ones last',
        params: ofTeam,
        querystring: search,
        response: { 200: programPage, '4xx': errorBody },
      },
    },
    ({ params, query }) => miniPrograms.list({ ...query, teamId: params.teamId }),
  );

  app.post(
    '/console/v1/teams/:teamId/mini-programs',
    {
      config: { access: 'team:developer', action: 'mini-program.register' },
      schema: {
        summary: 'Registers a mini program',
        params: ofTeam,
        body: named,
        response: { 201: miniProgram, '4xx': errorBody },
      },
    },
    async (request, reply) => {
      const { teamId } = request.params;
      const made = await miniPrograms.register(originOf(request), { teamId, name: request.body.name });
      return reply.status(201).send(made);
    },
  );

  app.get(
    '/console/v1/mini-programs/:appId',
    {
      config: { access: 'program:viewer' },
      schema: {
        summary: 'One mini program',
        params: ofProgram,
        response: { 200: miniProgram, '4xx': errorBody },
      },
    },
    ({ params }) => miniPrograms.get(params.appId),
  );

  app.patch(
    '/console/v1/mini-programs/:appId',
    {
      config: { access: 'program:developer', action: 'mini-program.rename' },
      schema: {
        summary: 'Renames a mini program',
        params: ofProgram,
        body: named,
        response: { 200: miniProgram, '4xx': errorBody },
      },
    },
    (request) => miniPrograms.rename(originOf(request), request.params.appId, request.body.name),
  );

  app.post(
    '/console/v1/mini-programs/:appId/archive',
    {
      config: { access: 'program:owner', action: 'mini-program.archive' },
      schema: {
        summary: 'Archives a mini program: its tokens and its policy end',
        params: ofProgram,
        response: { 200: miniProgram, '4xx': errorBody },
      },
    },
    (request) => miniPrograms.archive(originOf(request), request.params.appId),
  );

  app.delete(
    '/console/v1/mini-programs/:appId/archive',
    {
      config: { access: 'program:owner', action: 'mini-program.take-back' },
      schema: {
        summary: 'Takes a mini program back from the archive',
        params: ofProgram,
        response: { 200: miniProgram, '4xx': errorBody },
      },
    },
    (request) => miniPrograms.takeBack(originOf(request), request.params.appId),
  );

  app.get(
    '/operator/v1/mini-programs',
    {
      config: { access: 'operator' },
      schema: {
        summary: 'The mini programs of all teams, by name; archived ones last',
        querystring: search,
        response: { 200: programPage, '4xx': errorBody },
      },
    },
    ({ query }) => miniPrograms.list(query),
  );

  app.put(
    '/operator/v1/mini-programs/:appId/first-party',
    {
      config: { access: 'operator', action: 'mini-program.set-first-party' },
      schema: {
        summary: "Says whether a mini program is the platform's own",
        params: ofProgram,
        body: z.strictObject({ firstParty: z.boolean() }),
        response: { 200: miniProgram, '4xx': errorBody },
      },
    },
    (request) => miniPrograms.setFirstParty(originOf(request), request.params.appId, request.body.firstParty),
  );
}
