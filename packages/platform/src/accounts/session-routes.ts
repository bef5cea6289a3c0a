import { z } from 'zod';
import { originOf, userOf } from '../http/access.ts';
import type { App } from '../http/app.ts';
import { errorBody, id, name as personName, time } from '../http/schemas.ts';
import { sessionCookie } from '../http/session-cookie.ts';
import type { Core } from '../core.ts';
import { ApiError } from '../errors.ts';
import { email, nothing, ownTeam, password, person } from './account-schemas.ts';
import type { Accounts } from './accounts.ts';

const whoAmI = z.object({ user: person, sessionId: z.string(), teams: z.array(ownTeam) });
const session = z.object({
  id: z.string(),
  current: z.boolean(),
  createdAt: time,
  usedAt: time,
  expiresAt: time,
  address: z.string(),
  userAgent: z.string(),
});

/** Who is signed in, and in which teams as what. */
export type WhoAmI = z.infer<typeof whoAmI>;
/** A session as its owner sees it, and whether it is the one that asks. */
export type OwnSession = z.infer<typeof session>;

/** Signing in and out, and what somebody does with the own account. */
export function sessionRoutes(app: App, core: Core, accounts: Accounts): void {
  const { people, sessions, signIn, teams } = accounts;
  const cookie = sessionCookie(core.settings);
  const describe = async (userId: string, sessionId: string) => ({
    user: await people.get(userId),
    sessionId,
    teams: [...(await teams.ofUser(userId))],
  });

  app.post(
    '/console/v1/session',
    {
      config: { access: 'anyone', action: 'session.sign-in' },
      schema: {
        summary: 'Signs in. A browser gets a cookie; the token itself is answered only if `as` is "token"',
        body: z.strictObject({ email, password, as: z.enum(['cookie', 'token']).default('cookie') }),
        response: { 200: whoAmI.extend({ token: z.string().optional() }), '4xx': errorBody },
      },
    },
    async (request, reply) => {
      const { body, headers } = request;
      request.actor = { kind: 'nobody', claims: body.email };
      const userAgent = headers['user-agent'] ?? '';
      const begun = await signIn.signIn(originOf(request), { ...body, userAgent });
      const answer = await describe(begun.person.userId, begun.sessionId);
      if (body.as === 'token') return { ...answer, token: begun.token };
      reply.setCookie(cookie.name, begun.token, cookie.options);
      return answer;
    },
  );

  app.get(
    '/console/v1/session',
    {
      config: { access: 'signed-in' },
      schema: {
        summary: 'Who is signed in, and in which teams as what',
        response: { 200: whoAmI, '4xx': errorBody },
      },
    },
    (request) => {
      const { userId, sessionId } = userOf(request);
      return describe(userId, sessionId);
    },
  );

  app.delete(
    '/console/v1/session',
    {
      config: { access: 'signed-in', action: 'session.sign-out' },
      schema: { summary: 'Signs out', response: { 204: nothing, '4xx': errorBody } },
    },
    async (request, reply) => {
      const { userId, sessionId } = userOf(request);
      await core.storage.change(async (change) => {
        await sessions.end(change, userId, sessionId);
        await core.audit.done(change, originOf(request), { action: 'session.sign-out' });
      });
      reply.clearCookie(cookie.name, cookie.options);
      return reply.status(204).send(null);
    },
  );

  app.patch(
    '/console/v1/account',
    {
      config: { access: 'signed-in', action: 'account.rename' },
      schema: {
        summary: 'Changes the own name',
        body: z.strictObject({ name: personName(100) }),
        response: { 200: person, '4xx': errorBody },
      },
    },
    async (request, reply) => {
      const { userId } = userOf(request);
      const { name } = request.body;
      await core.storage.change(async (change) => {
        await people.rename(change, userId, name);
        await core.audit.done(change, originOf(request), { action: 'account.rename', details: { name } });
      });
      return reply.send(await people.get(userId));
    },
  );

  app.put(
    '/console/v1/account/password',
    {
      config: { access: 'signed-in', action: 'account.change-password' },
      schema: {
        summary: 'Changes the own password; every other session ends',
        body: z.strictObject({ present: password, next: password }),
        response: { 204: nothing, '4xx': errorBody },
      },
    },
    async (request, reply) => {
      await signIn.changePassword(originOf(request), userOf(request), request.body);
      return reply.status(204).send(null);
    },
  );

  app.get(
    '/console/v1/account/sessions',
    {
      config: { access: 'signed-in' },
      schema: {
        summary: 'The own sessions',
        response: { 200: z.object({ sessions: z.array(session) }), '4xx': errorBody },
      },
    },
    async (request, reply) => {
      const { userId, sessionId } = userOf(request);
      const all = await sessions.ofUser(userId);
      return reply.send({ sessions: all.map((one) => ({ ...one, current: one.id === sessionId })) });
    },
  );

  app.delete(
    '/console/v1/account/sessions',
    {
      config: { access: 'signed-in', action: 'session.end-others' },
      schema: { summary: 'Ends every other own session', response: { 204: nothing, '4xx': errorBody } },
    },
    async (request, reply) => {
      const { userId, sessionId } = userOf(request);
      await core.storage.change(async (change) => {
        await sessions.endAll(change, userId, sessionId);
        await core.audit.done(change, originOf(request), { action: 'session.end-others' });
      });
      return reply.status(204).send(null);
    },
  );

  app.delete(
    '/console/v1/account/sessions/:sessionId',
    {
      config: { access: 'signed-in', action: 'session.end' },
      schema: {
        summary: 'Ends one of the own sessions',
        params: z.object({ sessionId: id }),
        response: { 204: nothing, '4xx': errorBody },
      },
    },
    async (request, reply) => {
      const { userId } = userOf(request);
      const { sessionId } = request.params;
      await core.storage.change(async (change) => {
        if (!(await sessions.end(change, userId, sessionId))) throw new ApiError('NOT_FOUND');
        const details = { sessionId };
        await core.audit.done(change, originOf(request), { action: 'session.end', details });
      });
      return reply.status(204).send(null);
    },
  );
}
