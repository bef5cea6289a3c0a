import { z } from 'zod';
import { originOf, userOf } from '../http/access.ts';
import type { App } from '../http/app.ts';
import { errorBody, name, time } from '../http/schemas.ts';
import { nothing, ofMember, ofTeam, ownTeam, role, team } from './account-schemas.ts';
import type { Accounts } from './accounts.ts';

const named = z.strictObject({ name: name(60) });
const member = z.object({
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  since: time,
});

/** Teams and who is in them. */
export function teamRoutes(app: App, { teams, members }: Accounts): void {
  app.get(
    '/console/v1/teams',
    {
      config: { access: 'signed-in' },
      schema: {
        summary: 'The own teams',
        response: { 200: z.object({ teams: z.array(ownTeam) }), '4xx': errorBody },
      },
    },
    async (request, reply) => reply.send({ teams: [...(await teams.ofUser(userOf(request).userId))] }),
  );

  app.post(
    '/console/v1/teams',
    {
      config: { access: 'signed-in', action: 'team.create' },
      schema: {
        summary: 'Makes a team and becomes its owner',
        body: named,
        response: { 201: team, '4xx': errorBody },
      },
    },
    async (request, reply) => {
      const made = await teams.create(originOf(request), userOf(request).userId, request.body.name);
      return reply.status(201).send(made);
    },
  );

  app.get(
    '/console/v1/teams/:teamId',
    {
      config: { access: 'team:viewer' },
      schema: { summary: 'One team', params: ofTeam, response: { 200: team, '4xx': errorBody } },
    },
    ({ params }) => teams.get(params.teamId),
  );

  app.patch(
    '/console/v1/teams/:teamId',
    {
      config: { access: 'team:owner', action: 'team.rename' },
      schema: {
        summary: 'Renames a team',
        params: ofTeam,
        body: named,
        response: { 200: team, '4xx': errorBody },
      },
    },
    (request) => teams.rename(originOf(request), request.params.teamId, request.body.name),
  );

  app.get(
    '/console/v1/teams/:teamId/members',
    {
      config: { access: 'team:viewer' },
      schema: {
        summary: 'The members of a team',
        params: ofTeam,
        response: { 200: z.object({ members: z.array(member) }), '4xx': errorBody },
      },
    },
    async ({ params }) => ({ members: [...(await members.ofTeam(params.teamId))] }),
  );

  app.patch(
    '/console/v1/teams/:teamId/members/:userId',
    {
      config: { access: 'team:owner', action: 'member.set-role' },
      schema: {
        summary: 'Gives a member another role',
        params: ofMember,
        body: z.strictObject({ role }),
        response: { 204: nothing, '4xx': errorBody },
      },
    },
    async (request, reply) => {
      const { teamId, userId } = request.params;
      await members.setRole(originOf(request), teamId, userId, request.body.role);
      return reply.status(204).send(null);
    },
  );

  app.delete(
    '/console/v1/teams/:teamId/members/:userId',
    {
      config: { access: 'team:owner', action: 'member.remove' },
      schema: {
        summary: 'Removes a member from a team',
        params: ofMember,
        response: { 204: nothing, '4xx': errorBody },
      },
    },
    async (request, reply) => {
      const { teamId, userId } = request.params;
      await members.remove(originOf(request), teamId, userId);
      return reply.status(204).send(null);
    },
  );

  app.delete(
    '/console/v1/teams/:teamId/membership',
    {
      config: { access: 'team:viewer', action: 'team.leave' },
      schema: { summary: 'Leaves a team', params: ofTeam, response: { 204: nothing, '4xx': errorBody } },
    },
    async (request, reply) => {
      await members.remove(originOf(request), request.params.teamId, userOf(request).userId, 'team.leave');
      return reply.status(204).send(null);
    },
  );
}
