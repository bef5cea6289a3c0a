import { describe, expect, it } from 'vitest';
import { databaseKinds } from './support/databases.ts';
import { codeOf, secretIn, withPassword } from './support/people.ts';
import { newProgram } from './support/programs.ts';
import { startTestPlatform } from './support/test-platform.ts';

const password = 'seven green umbrellas';

describe.each(databaseKinds)('ids of one thing beside ids of another, on %s', (kind) => {
  it('lead an owner to nothing of another team', async () => {
    const platform = await startTestPlatform(kind);
    const mine = await newProgram(platform);
    const other = await newProgram(platform);
    const invited = await other.owner.call('POST', `/console/v1/teams/${other.teamId}/invitations`, {
      email: 'ben@example.test',
      role: 'owner',
    });
    const { linkId } = invited.body as { linkId: string };
    const team = `/console/v1/teams/${mine.teamId}`;
    const member = `${team}/members/${other.owner.userId}`;
    for (const [method, path, body] of [
      ['PATCH', member, { role: 'viewer' }],
      ['DELETE', member, undefined],
      ['POST', `${member}/password-reset`, undefined],
      ['DELETE', `${team}/invitations/${linkId}`, undefined],
      ['GET', `${team}/mini-programs/${other.appId}`, undefined],
      ['POST', `${other.path}/app-secret/reset?teamId=${mine.teamId}`, undefined],
      ['GET', `${other.path}/audit?teamId=${mine.teamId}`, undefined],
    ] as const) {
      expect([path, codeOf(await mine.owner.call(method, path, body))]).toEqual([path, 'NOT_FOUND']);
    }
    const sameTeam = { name: 'Rain', teamId: other.teamId };
    expect(codeOf(await mine.owner.call('POST', `${team}/mini-programs`, sameTeam))).toBe('INVALID_REQUEST');
    const { body } = await mine.owner.call('GET', `${team}/mini-programs?query=${other.appId}`);
    expect(body).toEqual({ miniPrograms: [], next: null });
    expect(
      (await other.owner.call('GET', `/console/v1/teams/${other.teamId}/invitations`)).body,
    ).toMatchObject({
      invitations: [{ linkId }],
    });
  });

  it('end no session but the own ones', async () => {
    const platform = await startTestPlatform(kind);
    const [one, other] = [await platform.signIn(), await platform.signIn()];
    const { body } = await other.call('GET', '/console/v1/session');
    const { sessionId } = body as { sessionId: string };
    expect(codeOf(await one.call('DELETE', `/console/v1/account/sessions/${sessionId}`))).toBe('NOT_FOUND');
    expect((await other.call('GET', '/console/v1/session')).status).toBe(200);
  });

  it('let an operator withdraw only what operators have made', async () => {
    const platform = await startTestPlatform(kind);
    const operator = await platform.signIn({ operator: true });
    const { teamId, owner } = await platform.team();
    const invited = await owner.call('POST', `/console/v1/teams/${teamId}/invitations`, {
      email: 'ben@example.test',
      role: 'owner',
    });
    const { linkId } = invited.body as { linkId: string };
    for (const path of [
      `/operator/v1/invitations/${linkId}`,
      `/operator/v1/appointments/${linkId}`,
      `/console/v1/teams/${teamId}/invitations/${linkId}`,
    ]) {
      expect([404, 403]).toContain((await operator.call('DELETE', path)).status);
    }
    expect((await owner.call('GET', `/console/v1/teams/${teamId}/invitations`)).body).toMatchObject({
      invitations: [{ linkId }],
    });
  });

  it('of a link for one thing open nothing else', async () => {
    const platform = await startTestPlatform(kind);
    const operator = await platform.signIn({ operator: true });
    const { teamId, owner } = await platform.team();
    const who = await withPassword(platform);
    const secrets = {
      invitation: secretIn(
        await owner.call('POST', `/console/v1/teams/${teamId}/invitations`, {
          email: who.email,
          role: 'owner',
        }),
      ),
      reset: secretIn(await operator.call('POST', `/operator/v1/accounts/${who.userId}/password-reset`)),
      appointment: secretIn(await operator.call('POST', '/operator/v1/operators', { email: who.email })),
    };
    const uses = {
      invitation: ['/console/v1/accounts', { name: 'Ben', password }],
      reset: ['/console/v1/password-resets/use', { password }],
      appointment: ['/console/v1/appointments/use', { name: 'Ben', password }],
    } as const;
    for (const [made, secret] of Object.entries(secrets)) {
      for (const [use, [path, body]] of Object.entries(uses)) {
        if (made === use) continue;
        const answer = await platform.nobody.call('POST', path, { ...body, secret });
        expect([made, use, codeOf(answer)]).toEqual([made, use, 'LINK_USED']);
      }
    }
    const signIn = { email: who.email, password: who.password };
    expect((await platform.nobody.call('POST', '/console/v1/session', signIn)).body).toMatchObject({
      user: { operator: false },
    });
  });
});
