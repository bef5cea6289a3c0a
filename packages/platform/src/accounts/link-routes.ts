import { z } from 'zod';
import { originOf, userOf } from '../http/access.ts';
import type { App } from '../http/app.ts';
import { errorBody, id, name, time } from '../http/schemas.ts';
import {
  deliveredLink,
  email,
  nothing,
  ofMember,
  ofTeam,
  openLink,
  password,
  role,
  secret,
} from './account-schemas.ts';
import type { Accounts } from './accounts.ts';
import { toOpenLink } from './one-time-links.ts';

const bySecret = z.strictObject({ secret });
const newAccount = z.strictObject({ secret, name: name(100), password });
const invitation = z.object({
  email: z.string(),
  team: z.object({ teamId: z.string(), name: z.string(), role }).nullable(),
  expiresAt: time,
});

/**
 * Invitations and password resets. The secret of a link comes in a body, never in an address, which logs and other
 * pages may see.
 */
export function linkRoutes(app: App, { invitations, passwordResets, members }: Accounts): void {
  app.get(
    '/console/v1/teams/:teamId/invitations',
    {
      config: { access: 'team:owner' },
      schema: {
        summary: 'The invitations into a team that can still be used',
        params: ofTeam,
        response: { 200: z.object({ invitations: z.array(openLink) }), '4xx': errorBody },
      },
    },
    async ({ params }) => ({ invitations: (await invitations.open(params.teamId)).map(toOpenLink) }),
  );

  app.post(
    '/console/v1/teams/:teamId/invitations',
    {
      config: { access: 'team:owner', action: 'invitation.make' },
      schema: {
        summary: 'Invites an e-mail address into a team',
        params: ofTeam,
        body: z.strictObject({ email, role }),
        response: { 201: deliveredLink, '4xx': errorBody },
      },
    },
    async (request, reply) => {
      const { body, params } = request;
      const team = { teamId: params.teamId, role: body.role };
      const made = await invitations.invite(originOf(request), { email: body.email, team });
      return reply.status(201).send(made);
    },
  );

  app.delete(
    '/console/v1/teams/:teamId/invitations/:linkId',
    {
      config: { access: 'team:owner', action: 'invitation.withdraw' },
      schema: {
        summary: 'Takes an invitation back',
        params: z.object({ teamId: id, linkId: id }),
        response: { 204: nothing, '4xx': errorBody },
      },
    },
    async (request, reply) => {
      const { teamId, linkId } = request.params;
      await invitations.withdraw(originOf(request), linkId, teamId);
      return reply.status(204).send(null);
    },
  );

  app.post(
    '/console/v1/invitations/look',
    {
      config: { access: 'anyone' },
      schema: {
        summary: 'What an invitation leads to',
        body: bySecret,
        response: { 200: invitation, '4xx': errorBody },
      },
    },
    ({ body }) => invitations.look(body.secret),
  );

  app.post(
    '/console/v1/accounts',
    {
      config: { access: 'anyone', action: 'account.sign-up' },
      schema: {
        summary:
          'Makes an account for the invited address, unless it has one. The answer does not tell which; signing in does',
        body: newAccount,
        response: { 204: nothing, '4xx': errorBody },
      },
    },
    async (request, reply) => {
      await invitations.signUp(originOf(request), request.body);
      return reply.status(204).send(null);
    },
  );

  app.post(
    '/console/v1/invitations/accept',
    {
      config: { access: 'signed-in', action: 'invitation.accept' },
      schema: {
        summary: 'Joins the team of an invitation to the own address',
        body: bySecret,
        response: { 200: z.object({ teamId: z.string(), role }), '4xx': errorBody },
      },
    },
    (request) => invitations.accept(originOf(request), userOf(request), request.body.secret),
  );

  app.post(
    '/console/v1/teams/:teamId/members/:userId/password-reset',
    {
      config: { access: 'team:owner', action: 'password-reset.make' },
      schema: {
        summary: 'Makes a link with which a member chooses a new password',
        params: ofMember,
        response: { 201: deliveredLink, '4xx': errorBody },
      },
    },
    async (request, reply) => {
      const { teamId, userId } = request.params;
      await members.refuseStranger(teamId, userId);
      return reply.status(201).send(await passwordResets.make(originOf(request), userId, teamId));
    },
  );

  app.post(
    '/console/v1/password-resets',
    {
      config: { access: 'anyone', action: 'password-reset.ask' },
      schema: {
        summary: 'Mails a reset link, if the address has an account. The answer does not tell',
        body: z.strictObject({ email }),
        response: { 204: nothing, '4xx': errorBody },
      },
    },
    async (request, reply) => {
      request.actor = { kind: 'nobody', claims: request.body.email };
      await passwordResets.ask(originOf(request), request.body.email);
      return reply.status(204).send(null);
    },
  );

  app.post(
    '/console/v1/password-resets/use',
    {
      config: { access: 'anyone', action: 'password-reset.use' },
      schema: {
        summary: 'Sets a new password by a link; every session of the account ends',
        body: z.strictObject({ secret, password }),
        response: { 204: nothing, '4xx': errorBody },
      },
    },
    async (request, reply) => {
      await passwordResets.use(originOf(request), request.body);
      return reply.status(204).send(null);
    },
  );
}
