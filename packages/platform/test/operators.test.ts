import { describe, expect, it } from 'vitest';
import { createOperator, readSettings } from '../src/index.ts';
import { databaseKinds } from './support/databases.ts';
import { codeOf, codesOf, secretIn, tokenOf, withPassword } from './support/people.ts';
import { startTestPlatform } from './support/test-platform.ts';

const password = 'seven green umbrellas';

describe.each(databaseKinds)('operators, on %s', (kind) => {
  it('begin with the one of the settings, who is made once', async () => {
    const environment = { MINIGATE_OPERATOR_EMAIL: 'Ann@example.test', MINIGATE_OPERATOR_PASSWORD: password };
    const platform = await startTestPlatform(kind, { environment });
    const signIn = () =>
      platform.nobody.call('POST', '/console/v1/session', { email: 'ann@example.test', password });
    expect((await signIn()).body).toMatchObject({ user: { operator: true } });

    const { settings } = platform.core;
    const database = {
      environment: {
        MINIGATE_DATA: settings.dataDirectory,
        MINIGATE_SECRET: settings.secret ?? '',
        ...(settings.databaseUrl === undefined ? {} : { DATABASE_URL: settings.databaseUrl }),
      },
    };
    const changed = { ...environment, MINIGATE_OPERATOR_PASSWORD: 'another long password' };
    await startTestPlatform(kind, { database, environment: changed });
    expect((await signIn()).status).toBe(200);
  });

  it('are made beside a running platform, from a new address or from an account, whose sessions end', async () => {
    const platform = await startTestPlatform(kind);
    const member = await platform.signIn();
    const made = await createOperator(platform.core.settings, { email: 'ann@example.test', password });
    expect(made).toMatchObject({ email: 'ann@example.test' });
    expect(await createOperator(platform.core.settings, { email: member.email, password })).toEqual({
      userId: member.userId,
      email: member.email,
    });
    expect((await member.call('GET', '/console/v1/session')).status).toBe(401);
    for (const email of ['ann@example.test', member.email]) {
      const answer = await platform.nobody.call('POST', '/console/v1/session', { email, password });
      expect(answer.body).toMatchObject({ user: { operator: true } });
    }
    await expect(
      createOperator(platform.core.settings, { email: 'ben@example.test', password: 'password1234' }),
    ).rejects.toThrow('one of the most common');
  });

  it('appoint others by a link, and an account that was there before gets a new password and no old session', async () => {
    const platform = await startTestPlatform(kind);
    const operator = await platform.signIn({ operator: true });
    const squatter = await withPassword(platform);
    await tokenOf(platform, squatter);
    const appoint = (email: string) => operator.call('POST', '/operator/v1/operators', { email });
    const take = (secret: string) =>
      platform.nobody.call('POST', '/console/v1/appointments/use', { secret, name: 'Cleo', password });

    const made = await appoint(squatter.email);
    expect(made.status).toBe(201);
    expect((await operator.call('GET', '/operator/v1/operators')).body).toMatchObject({
      operators: [{ userId: operator.userId }],
      appointments: [{ email: squatter.email }],
    });
    const answers = await Promise.all([1, 2, 3].map(() => take(secretIn(made))));
    expect(codesOf(answers)).toEqual([204, 'LINK_USED', 'LINK_USED']);
    const { sessions } = platform.services.accounts;
    expect(await sessions.ofUser(squatter.userId)).toEqual([]);
    const old = { email: squatter.email, password: squatter.password };
    expect((await platform.nobody.call('POST', '/console/v1/session', old)).status).toBe(401);

    expect((await take(secretIn(await appoint('dora@example.test')))).status).toBe(204);
    for (const email of [squatter.email, 'dora@example.test']) {
      const answer = await platform.nobody.call('POST', '/console/v1/session', { email, password });
      expect(answer.body).toMatchObject({ user: { operator: true } });
    }
    expect(codeOf(await appoint('dora@example.test'))).toBe('ALREADY_EXISTS');
  });

  it('lose with their office what they have appointed', async () => {
    const platform = await startTestPlatform(kind);
    const operator = await platform.signIn({ operator: true });
    const falling = await platform.signIn({ operator: true });
    const appointment = await falling.call('POST', '/operator/v1/operators', { email: 'eve@example.test' });
    const invitation = await falling.call('POST', '/operator/v1/invitations', { email: 'eve@example.test' });
    expect((await operator.call('DELETE', `/operator/v1/operators/${falling.userId}`)).status).toBe(204);
    const body = { name: 'Eve', password };
    const take = { ...body, secret: secretIn(appointment) };
    expect(codeOf(await platform.nobody.call('POST', '/console/v1/appointments/use', take))).toBe(
      'LINK_USED',
    );
    const signUp = { ...body, secret: secretIn(invitation) };
    expect(codeOf(await platform.nobody.call('POST', '/console/v1/accounts', signUp))).toBe('LINK_USED');
    expect(codeOf(await falling.call('GET', '/operator/v1/operators'))).toBe('FORBIDDEN');
  });

  it('take appointments and invitations back', async () => {
    const platform = await startTestPlatform(kind);
    const operator = await platform.signIn({ operator: true });
    for (const [path, back] of [
      ['/operator/v1/operators', '/operator/v1/appointments'],
      ['/operator/v1/invitations', '/operator/v1/invitations'],
    ] as const) {
      const { body } = await operator.call('POST', path, { email: 'eve@example.test' });
      const { linkId } = body as { linkId: string };
      expect((await operator.call('DELETE', `${back}/${linkId}`)).status).toBe(204);
      expect(codeOf(await operator.call('DELETE', `${back}/${linkId}`))).toBe('NOT_FOUND');
      expect(JSON.stringify((await operator.call('GET', path)).body)).not.toContain('eve@example.test');
    }
  });

  it('are never none, also when they dismiss each other at the same moment', async () => {
    const platform = await startTestPlatform(kind);
    for (let round = 0; round < 5; round += 1) {
      const added = await Promise.all([1, 2, 3, 4].map(() => platform.signIn({ operator: true })));
      const all = await platform.services.accounts.operators.list();
      const answers = await Promise.all(
        all.map(({ userId }, index) =>
          (added[index % 4] ?? platform.nobody).call('DELETE', `/operator/v1/operators/${userId}`),
        ),
      );
      const codes = new Set(answers.map(codeOf));
      for (const code of codes) expect([204, 'LAST_OPERATOR', 'FORBIDDEN']).toContain(code);
      expect(codes).toContain(204);
      expect(await platform.services.accounts.operators.list()).not.toEqual([]);
    }
  });

  it('cannot dismiss the last one', async () => {
    const platform = await startTestPlatform(kind);
    const operator = await platform.signIn({ operator: true });
    const path = `/operator/v1/operators/${operator.userId}`;
    expect(codeOf(await operator.call('DELETE', path))).toBe('LAST_OPERATOR');
    expect(codeOf(await operator.call('DELETE', '/operator/v1/operators/us-unknown'))).toBe('NOT_FOUND');
  });

  it('find every account and every team', async () => {
    const platform = await startTestPlatform(kind);
    const operator = await platform.signIn({ operator: true });
    const { teamId, owner } = await platform.team();
    const { body } = await operator.call('GET', '/operator/v1/accounts');
    const emails = (body as { accounts: { email: string }[] }).accounts.map(({ email }) => email);
    expect(emails).toEqual([operator.email, owner.email].sort());
    const [first] = emails;
    expect(
      (await operator.call('GET', `/operator/v1/accounts?after=${encodeURIComponent(first ?? '')}`)).body,
    ).toMatchObject({ accounts: [{ email: emails[1] }] });
    expect((await operator.call('GET', '/operator/v1/teams')).body).toMatchObject({ teams: [{ teamId }] });
  });
});

describe('the operator of the settings', () => {
  it.each([
    ['too short', 'has fewer than 12 characters'],
    ['Password1234', 'is one of the most common ones'],
    ['ann@example.test', 'is the e-mail address'],
  ])('does not get the password %s', (word, reason) => {
    const environment = { MINIGATE_OPERATOR_EMAIL: 'ann@example.test', MINIGATE_OPERATOR_PASSWORD: word };
    expect(readSettings(environment)).toEqual({
      ok: false,
      faults: [`MINIGATE_OPERATOR_PASSWORD ${reason}.`],
    });
  });
});
