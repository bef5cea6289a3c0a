import { describe, expect, it } from 'vitest';
import { databaseKinds } from './support/databases.ts';
import { bearer, codeOf, codesOf, secretIn, tokenOf } from './support/people.ts';
import { startTestPlatform, type TestPlatform, type Visitor } from './support/test-platform.ts';

const day = 24 * 3_600_000;
const password = 'seven green umbrellas';

describe.each(databaseKinds)('invitations, on %s', (kind) => {
  const invite = async (owner: Visitor, teamId: string, email: string, role = 'developer') =>
    owner.call('POST', `/console/v1/teams/${teamId}/invitations`, { email, role });
  const signUp = (platform: TestPlatform, secret: string) =>
    platform.nobody.call('POST', '/console/v1/accounts', { secret, name: 'Ben', password });
  const accept = (who: Visitor, secret: string) =>
    who.call('POST', '/console/v1/invitations/accept', { secret });

  it('lead somebody without an account into a team: look, sign up, sign in, accept', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner } = await platform.team();
    const made = await invite(owner, teamId, 'Ben@Example.test');
    expect(made).toMatchObject({ status: 201, body: { email: 'ben@example.test', mailed: false } });
    expect((made.body as { url: string }).url).toMatch(
      new RegExp(`^${platform.publicUrl}/console#/invitation/[\\w-]{43}$`),
    );
    const secret = secretIn(made);

    expect(await platform.nobody.call('POST', '/console/v1/invitations/look', { secret })).toMatchObject({
      status: 200,
      body: { email: 'ben@example.test', team: { teamId, role: 'developer' } },
    });
    expect((await signUp(platform, secret)).status).toBe(204);
    const headers = bearer(await tokenOf(platform, { email: 'ben@example.test', password }));
    const join = () => platform.nobody.call('POST', '/console/v1/invitations/accept', { secret }, headers);
    expect(await join()).toMatchObject({ status: 200, body: { teamId, role: 'developer' } });
    expect(codeOf(await join())).toBe('LINK_USED');
    expect(
      (await platform.nobody.call('GET', `/console/v1/teams/${teamId}`, undefined, headers)).status,
    ).toBe(200);
  });

  it('answer the same to a sign-up whether the address has an account or not, and change no account', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner } = await platform.team();
    const known = await platform.signIn();
    const answers = [];
    for (const email of [known.email, 'new@example.test']) {
      const secret = secretIn(await invite(owner, teamId, email));
      const { status, body, headers } = await signUp(platform, secret);
      answers.push({ status, body, names: [...headers.keys()].sort() });
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject({ status: 204 });
    expect((await known.call('GET', '/console/v1/session')).body).toMatchObject({
      user: { name: known.email },
    });
    const signIn = await platform.nobody.call('POST', '/console/v1/session', {
      email: known.email,
      password,
    });
    expect(codeOf(signIn)).toBe('WRONG_CREDENTIALS');
  });

  it('are accepted only by the account of the invited address', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner } = await platform.team();
    const invited = await platform.signIn();
    const thief = await platform.signIn();
    const secret = secretIn(await invite(owner, teamId, invited.email, 'viewer'));
    expect(codeOf(await accept(platform.nobody, secret))).toBe('NOT_SIGNED_IN');
    expect(codeOf(await accept(thief, secret))).toBe('FORBIDDEN');
    expect((await accept(invited, secret)).status).toBe(200);
  });

  it('are used once when they are used twice at the same moment', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner } = await platform.team();
    for (let round = 0; round < 5; round += 1) {
      const invited = await platform.signIn();
      const secret = secretIn(await invite(owner, teamId, invited.email));
      const answers = await Promise.all([1, 2, 3, 4].map(() => accept(invited, secret)));
      expect(codesOf(answers)).toEqual([200, 'LINK_USED', 'LINK_USED', 'LINK_USED']);
    }
  });

  it('make one account when they are signed up with twice at the same moment', async () => {
    const platform = await startTestPlatform(kind);
    const operator = await platform.signIn({ operator: true });
    const made = await operator.call('POST', '/operator/v1/invitations', { email: 'ben@example.test' });
    const secret = secretIn(made);
    const answers = await Promise.all([1, 2, 3].map(() => signUp(platform, secret)));
    expect(codesOf(answers)).toEqual([204, 'LINK_USED', 'LINK_USED']);
    expect(codeOf(await signUp(platform, secret))).toBe('LINK_USED');
    expect((await tokenOf(platform, { email: 'ben@example.test', password })).length).toBe(43);
  });

  it('end after seven days', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner } = await platform.team();
    const secret = secretIn(await invite(owner, teamId, 'ben@example.test'));
    const look = () => platform.nobody.call('POST', '/console/v1/invitations/look', { secret });
    platform.clock.advance(7 * day - 1);
    expect((await look()).status).toBe(200);
    platform.clock.advance(1);
    expect(codeOf(await look())).toBe('LINK_USED');
    expect(codeOf(await signUp(platform, secret))).toBe('LINK_USED');
  });

  it('can be listed and taken back by the owners of their team alone, and a new one replaces an older one', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner } = await platform.team();
    const { teamId: otherTeam, owner: stranger } = await platform.team();
    const path = `/console/v1/teams/${teamId}/invitations`;
    const older = secretIn(await invite(owner, teamId, 'ben@example.test', 'viewer'));
    const made = await invite(owner, teamId, 'ben@example.test', 'owner');
    const { linkId } = made.body as { linkId: string };
    expect((await owner.call('GET', path)).body).toEqual({
      invitations: [expect.objectContaining({ linkId, email: 'ben@example.test', role: 'owner' })],
    });
    expect(codeOf(await signUp(platform, older))).toBe('LINK_USED');
    expect(JSON.stringify((await owner.call('GET', path)).body)).not.toContain(secretIn(made));
    expect(
      codeOf(await stranger.call('DELETE', `/console/v1/teams/${otherTeam}/invitations/${linkId}`)),
    ).toBe('NOT_FOUND');
    expect((await owner.call('DELETE', `${path}/${linkId}`)).status).toBe(204);
    expect(codeOf(await signUp(platform, secretIn(made)))).toBe('LINK_USED');
  });

  it('of somebody who is no owner any more lead nowhere', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner } = await platform.team();
    const second = await platform.member(teamId, 'owner');
    const invited = await platform.signIn();
    const secret = secretIn(await invite(second, teamId, invited.email, 'owner'));
    await owner.call('DELETE', `/console/v1/teams/${teamId}/members/${second.userId}`);
    expect(codeOf(await accept(invited, secret))).toBe('LINK_USED');
    expect(codeOf(await signUp(platform, secret))).toBe('LINK_USED');
  });

  it('need a password that is hard to guess', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner } = await platform.team();
    const secret = secretIn(await invite(owner, teamId, 'benjamin@example.test'));
    const signUpWith = async (word: string) =>
      codeOf(
        await platform.nobody.call('POST', '/console/v1/accounts', { secret, name: 'Ben', password: word }),
      );
    for (const word of [
      'elevenchars',
      'PassWord1234',
      'abababababab',
      'benjamin@example.test',
      'x'.repeat(129),
    ]) {
      expect(await signUpWith(word)).toBe('WEAK_PASSWORD');
    }
    expect(await signUpWith('twelve chars')).toBe(204);
  });

  it('are a hundred a day for one account', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner } = await platform.team();
    for (let count = 0; count < 100; count += 1) {
      expect((await invite(owner, teamId, 'ben@example.test')).status).toBe(201);
    }
    const refused = await invite(owner, teamId, 'ben@example.test');
    expect(codeOf(refused)).toBe('QUOTA_EXCEEDED');
    platform.clock.advance(Number(refused.headers.get('retry-after')) * 1000);
    expect((await invite(owner, teamId, 'ben@example.test')).status).toBe(201);
  });

  it('leave no secret in the database, the audit log or the log', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner } = await platform.team();
    const secret = secretIn(await invite(owner, teamId, 'ben@example.test'));
    await signUp(platform, secret);
    const { db } = platform.core.storage;
    const links = await db.selectFrom('one_time_link').selectAll().execute();
    const entries = await db.selectFrom('audit_entry').selectAll().execute();
    expect(entries.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['invitation.make', 'account.sign-up']),
    );
    for (const text of [JSON.stringify(links), JSON.stringify(entries), platform.logged()]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(password);
    }
  });
});
