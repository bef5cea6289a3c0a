import { describe, expect, it } from 'vitest';
import { databaseKinds } from './support/databases.ts';
import { startMailServer } from './support/mail-server.ts';
import { bearer, codeOf, tokenOf, withPassword } from './support/people.ts';
import { startTestPlatform } from './support/test-platform.ts';

const password = 'seven green umbrellas';
const secretOf = (text: string) => /#\/[a-z-]+\/([\w-]{43})/.exec(text)?.[1] ?? '';

describe.each(databaseKinds)('with a mail server, on %s', (kind) => {
  it('invitations are mailed to their addressee and not shown to who makes them', async () => {
    const mail = await startMailServer();
    const platform = await startTestPlatform(kind, { environment: mail.environment });
    const { teamId, owner } = await platform.team();
    const path = `/console/v1/teams/${teamId}/invitations`;
    const made = await owner.call('POST', path, { email: 'ben@example.test', role: 'viewer' });
    expect(made).toMatchObject({ status: 201, body: { url: null, mailed: true, email: 'ben@example.test' } });

    const received = await mail.next();
    expect(received).toMatchObject({ from: 'minigate@example.test', to: ['ben@example.test'] });
    expect(received.text).toContain(`${platform.publicUrl}/console#/invitation/`);
    const secret = secretOf(received.text);
    expect(JSON.stringify(made.body)).not.toContain(secret);
    const body = { secret, name: 'Ben', password };
    expect((await platform.nobody.call('POST', '/console/v1/accounts', body)).status).toBe(204);
    const headers = bearer(await tokenOf(platform, { email: 'ben@example.test', password }));
    const joined = await platform.nobody.call('POST', '/console/v1/invitations/accept', { secret }, headers);
    expect(joined).toMatchObject({ status: 200, body: { teamId, role: 'viewer' } });
  });

  it('a forgotten password is reset by mail, and the answer does not tell who has an account', async () => {
    const mail = await startMailServer();
    const platform = await startTestPlatform(kind, { environment: mail.environment });
    const { email } = await withPassword(platform);
    const ask = (address: string) =>
      platform.nobody.call('POST', '/console/v1/password-resets', { email: address });
    const unknown = await ask('nobody@example.test');
    const known = await ask(email);
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
    expect(known.status).toBe(204);

    const received = await mail.next();
    expect(received.to).toEqual([email]);
    const body = { secret: secretOf(received.text), password };
    expect((await platform.nobody.call('POST', '/console/v1/password-resets/use', body)).status).toBe(204);
    expect((await tokenOf(platform, { email, password })).length).toBe(43);

    for (let more = 0; more < 4; more += 1) expect((await ask(email)).status).toBe(204);
    await platform.close();
    // Three an hour: one before, two now. The unknown address got none.
    expect(mail.received.map(({ to }) => to)).toEqual([[email], [email], [email]]);
  });

  it('a mail that the server refuses is told to who wanted it, and its link is void', async () => {
    const mail = await startMailServer({ refuses: 'gone@example.test' });
    const platform = await startTestPlatform(kind, { environment: mail.environment });
    const { teamId, owner } = await platform.team();
    const path = `/console/v1/teams/${teamId}/invitations`;
    const refused = await owner.call('POST', path, { email: 'gone@example.test', role: 'viewer' });
    expect(codeOf(refused)).toBe('UNAVAILABLE');
    expect((await owner.call('GET', path)).body).toEqual({ invitations: [] });
    expect(platform.logged()).not.toContain('#/invitation/');
  });
});
