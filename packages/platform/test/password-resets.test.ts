import { describe, expect, it } from 'vitest';
import { databaseKinds } from './support/databases.ts';
import { bearer, codeOf, codesOf, secretIn, tokenOf, withPassword } from './support/people.ts';
import { startTestPlatform, type TestPlatform } from './support/test-platform.ts';

const password = 'seven green umbrellas';

describe.each(databaseKinds)('password resets, on %s', (kind) => {
  const use = (platform: TestPlatform, secret: string) =>
    platform.nobody.call('POST', '/console/v1/password-resets/use', { secret, password });
  const join = (platform: TestPlatform, teamId: string, userId: string, role: 'viewer' | 'owner') =>
    platform.core.storage.change((change) =>
      platform.services.accounts.members.add(change, teamId, userId, role),
    );

  it('by an operator give a new password and end every session', async () => {
    const platform = await startTestPlatform(kind);
    const operator = await platform.signIn({ operator: true });
    const who = await withPassword(platform);
    const session = bearer(await tokenOf(platform, who));
    const made = await operator.call('POST', `/operator/v1/accounts/${who.userId}/password-reset`);
    expect((made.body as { url: string }).url).toContain('/console#/password-reset/');
    const secret = secretIn(made);
    expect((await use(platform, secret)).status).toBe(204);
    expect((await platform.nobody.call('GET', '/console/v1/session', undefined, session)).status).toBe(401);
    const signIn = (word: string) =>
      platform.nobody.call('POST', '/console/v1/session', { email: who.email, password: word });
    expect((await signIn(who.password)).status).toBe(401);
    expect((await signIn(password)).status).toBe(200);
    expect(codeOf(await use(platform, secret))).toBe('LINK_USED');
  });

  it('are used once when they are used twice at the same moment, and end after an hour', async () => {
    const platform = await startTestPlatform(kind);
    const operator = await platform.signIn({ operator: true });
    const { userId } = await platform.signIn();
    const make = async () =>
      secretIn(await operator.call('POST', `/operator/v1/accounts/${userId}/password-reset`));
    const secret = await make();
    const answers = await Promise.all([1, 2, 3, 4].map(() => use(platform, secret)));
    expect(codesOf(answers)).toEqual([204, 'LINK_USED', 'LINK_USED', 'LINK_USED']);
    const late = await make();
    platform.clock.advance(3_600_000);
    expect(codeOf(await use(platform, late))).toBe('LINK_USED');
  });

  it('are made by an owner for a member whose teams are all the own ones', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner } = await platform.team();
    const member = await platform.member(teamId, 'developer');
    const path = `/console/v1/teams/${teamId}/members/${member.userId}/password-reset`;
    const made = await owner.call('POST', path);
    expect(made.status).toBe(201);
    expect((await use(platform, secretIn(made))).status).toBe(204);
    expect((await member.call('GET', '/console/v1/session')).status).toBe(401);
    const developer = await platform.member(teamId, 'developer');
    expect(codeOf(await developer.call('POST', path))).toBe('FORBIDDEN');
  });

  it('are refused to an owner who could take over more than the own teams with them', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner } = await platform.team();
    const { teamId: otherTeam } = await platform.team();
    const reset = (userId: string) =>
      owner.call('POST', `/console/v1/teams/${teamId}/members/${userId}/password-reset`);

    const ofAnother = await platform.member(teamId, 'viewer');
    await join(platform, otherTeam, ofAnother.userId, 'viewer');
    expect(codeOf(await reset(ofAnother.userId))).toBe('FORBIDDEN');

    const operator = await platform.signIn({ operator: true });
    await join(platform, teamId, operator.userId, 'viewer');
    expect(codeOf(await reset(operator.userId))).toBe('FORBIDDEN');

    const stranger = await platform.signIn();
    expect(codeOf(await reset(stranger.userId))).toBe('NOT_FOUND');
    expect(codeOf(await reset(owner.userId))).toBe('FORBIDDEN');
  });

  it('become void when the account joins a team of others before they are used', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner } = await platform.team();
    const { teamId: otherTeam } = await platform.team();
    const member = await platform.member(teamId, 'viewer');
    const path = `/console/v1/teams/${teamId}/members/${member.userId}/password-reset`;
    const secret = secretIn(await owner.call('POST', path));
    await join(platform, otherTeam, member.userId, 'viewer');
    expect(codeOf(await use(platform, secret))).toBe('LINK_USED');
    expect((await member.call('GET', '/console/v1/session')).status).toBe(200);
  });

  it('become void when the account becomes an operator before they are used', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner } = await platform.team();
    const member = await platform.member(teamId, 'viewer');
    const path = `/console/v1/teams/${teamId}/members/${member.userId}/password-reset`;
    const secret = secretIn(await owner.call('POST', path));
    const { people } = platform.services.accounts;
    await platform.core.storage.change((change) => people.setOperator(change, member.userId, true));
    expect(codeOf(await use(platform, secret))).toBe('LINK_USED');
  });

  it('become void when their maker is no owner any more', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner } = await platform.team();
    const second = await platform.member(teamId, 'owner');
    const member = await platform.member(teamId, 'viewer');
    const members = `/console/v1/teams/${teamId}/members`;
    const secret = secretIn(await second.call('POST', `${members}/${member.userId}/password-reset`));
    await owner.call('PATCH', `${members}/${second.userId}`, { role: 'developer' });
    expect(codeOf(await use(platform, secret))).toBe('LINK_USED');
  });

  it('are refused to operators for operators and for themselves', async () => {
    const platform = await startTestPlatform(kind);
    const operator = await platform.signIn({ operator: true });
    const another = await platform.signIn({ operator: true });
    for (const { userId } of [operator, another]) {
      const path = `/operator/v1/accounts/${userId}/password-reset`;
      expect(codeOf(await operator.call('POST', path))).toBe('FORBIDDEN');
    }
    expect(codeOf(await operator.call('POST', '/operator/v1/accounts/us-unknown/password-reset'))).toBe(
      'NOT_FOUND',
    );
  });

  it('become void when the password is changed', async () => {
    const platform = await startTestPlatform(kind);
    const operator = await platform.signIn({ operator: true });
    const who = await withPassword(platform);
    const made = await operator.call('POST', `/operator/v1/accounts/${who.userId}/password-reset`);
    const headers = bearer(await tokenOf(platform, who));
    const body = { present: who.password, next: 'nine blue umbrellas' };
    expect((await platform.nobody.call('PUT', '/console/v1/account/password', body, headers)).status).toBe(
      204,
    );
    expect(codeOf(await use(platform, secretIn(made)))).toBe('LINK_USED');
  });

  it('cannot be asked for where there is no mail server', async () => {
    const platform = await startTestPlatform(kind);
    const { email } = await platform.signIn();
    for (const address of [email, 'nobody@example.test']) {
      const answer = await platform.nobody.call('POST', '/console/v1/password-resets', { email: address });
      expect(codeOf(answer)).toBe('NO_MAIL_SERVER');
    }
  });
});
