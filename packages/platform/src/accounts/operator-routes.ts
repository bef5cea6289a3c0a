import { z } from 'zod';
import { originOf } from '../http/access.ts';
import type { App } from '../http/app.ts';
import { cursorText } from '../http/cursor.ts';
import { errorBody, name } from '../http/schemas.ts';
import {
  deliveredLink,
  email,
  nothing,
  ofLink,
  ofUser,
  openLink,
  password,
  person,
  secret,
  team,
} from './account-schemas.ts';
import type { Accounts } from './accounts.ts';
import { toOpenLink } from './one-time-links.ts';

const page = z.object({ after: cursorText.default('') });
const addressed = z.strictObject({ email });

/** What operators do with accounts, teams and each other. */
export function operatorRoutes(app: App, accounts: Accounts): void {
  const { people, teams, operators, invitations, passwordResets } = accounts;

  app.get(
    '/operator/v1/accounts',
    {
      config: { access: 'operator' },
      schema: {
        summary: 'Accounts by e-mail address, a hundred at a time from behind `after`',
        querystring: page,
        response: { 200: z.object({ accounts: z.array(person) }), '4xx': errorBody },
      },
    },
    async ({ query }) => ({ accounts: [...(await people.list(query.after))] }),
  );

  app.get(
    '/operator/v1/teams',
    {
      config: { access: 'operator' },
      schema: {
        summary: 'Teams by id, a hundred at a time from behind `after`',
        querystring: page,
        response: { 200: z.object({ teams: z.array(team) }), '4xx': errorBody },
      },
    },
    async ({ query }) => ({ teams: [...(await teams.list(query.after))] }),
  );

  app.post(
    '/operator/v1/accounts/:userId/password-reset',
    {
      config: { access: 'operator', action: 'password-reset.make' },
      schema: {
        summary: 'Makes a link with which somebody who is no operator chooses a new password',
        params: ofUser,
        response: { 201: deliveredLink, '4xx': errorBody },
      },
    },
    async (request, reply) => {
      const made = await passwordResets.make(originOf(request), request.params.userId);
      return reply.status(201).send(made);
    },
  );

  app.get(
    '/operator/v1/invitations',
    {
      config: { access: 'operator' },
      schema: {
        summary: 'The invitations to the platform that can still be used',
        response: { 200: z.object({ invitations: z.array(openLink) }), '4xx': errorBody },
      },
    },
    async () => ({ invitations: (await invitations.open()).map(toOpenLink) }),
  );

  app.post(
    '/operator/v1/invitations',
    {
      config: { access: 'operator', action: 'invitation.make' },
      schema: {
        summary: 'Invites an e-mail address to make an account, in no team',
        body: addressed,
        response: { 201: deliveredLink, '4xx': errorBody },
      },
    },
    async (request, reply) =>
      reply.status(201).send(await invitations.invite(originOf(request), request.body)),
  );

  app.delete(
    '/operator/v1/invitations/:linkId',
    {
      config: { access: 'operator', action: 'invitation.withdraw' },
      schema: {
        summary: 'Takes an invitation to the platform back',
        params: ofLink,
        response: { 204: nothing, '4xx': errorBody },
      },
    },
    async (request, reply) => {
      await invitations.withdraw(originOf(request), request.params.linkId);
      return reply.status(204).send(null);
    },
  );

  app.get(
    '/operator/v1/operators',
    {
      config: { access: 'operator' },
      schema: {
        summary: 'The operators, and who is appointed and has not answered yet',
        response: {
          200: z.object({ operators: z.array(person), appointments: z.array(openLink) }),
          '4xx': errorBody,
        },
      },
    },
    async () => ({
      operators: [...(await operators.list())],
      appointments: (await operators.open()).map(toOpenLink),
    }),
  );

  app.post(
    '/operator/v1/operators',
    {
      config: { access: 'operator', action: 'operator.appoint' },
      schema: {
        summary: 'Makes a link with which somebody becomes an operator',
        body: addressed,
        response: { 201: deliveredLink, '4xx': errorBody },
      },
    },
    async (request, reply) =>
      reply.status(201).send(await operators.appoint(originOf(request), request.body.email)),
  );

  app.delete(
    '/operator/v1/operators/:userId',
    {
      config: { access: 'operator', action: 'operator.dismiss' },
      schema: {
        summary: 'Makes an operator an ordinary account again',
        params: ofUser,
        response: { 204: nothing, '4xx': errorBody },
      },
    },
    async (request, reply) => {
      await operators.dismiss(originOf(request), request.params.userId);
      return reply.status(204).send(null);
    },
  );

  app.delete(
    '/operator/v1/appointments/:linkId',
    {
      config: { access: 'operator', action: 'operator.withdraw' },
      schema: {
        summary: 'Takes the appointment of an operator back',
        params: ofLink,
        response: { 204: nothing, '4xx': errorBody },
      },
    },
    async (request, reply) => {
      await operators.withdraw(originOf(request), request.params.linkId);
      return reply.status(204).send(null);
    },
  );

  app.post(
    '/console/v1/appointments/use',
    {
      config: { access: 'anyone', action: 'operator.take-office' },
      schema: {
        summary: 'Becomes an operator by a link, with a new password',
        body: z.strictObject({ secret, name: name(100), password }),
        response: { 204: nothing, '4xx': errorBody },
      },
    },
    async (request, reply) => {
      await operators.take(originOf(request), request.body);
      return reply.status(204).send(null);
    },
  );
}
