import { describe, expect, it } from 'vitest';
import { databaseKinds } from './support/databases.ts';
import { bearer, codeOf, tokenOf, withPassword } from './support/people.ts';
import { newProgram } from './support/programs.ts';
import { startTestPlatform } from './support/test-platform.ts';

const session = '/console/v1/session';

describe.each(databaseKinds)('a hostile request, on %s', (kind) => {
  it('cannot be a form or plain text, which other pages can send unasked', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner, path } = await newProgram(platform);
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      for (const changed of [
        `${path}/app-secret/reset`,
        `${path}/archive`,
        `/console/v1/teams/${teamId}/mini-programs`,
      ]) {
        const answer = await owner.call('POST', changed, '{"name":"Rain"}', { 'content-type': type });
        expect([type, changed, codeOf(answer)]).toEqual([type, changed, 'UNSUPPORTED_MEDIA_TYPE']);
      }
    }
  });

  it('cannot say that it has another method', async () => {
    const platform = await startTestPlatform(kind);
    const { owner, path } = await newProgram(platform);
    const headers = {
      'x-http-method-override': 'PATCH',
      'x-http-method': 'PATCH',
      'x-method-override': 'PATCH',
    };
    const read = await owner.call('GET', `${path}?_method=PATCH&name=Mine`, undefined, headers);
    expect(read).toMatchObject({ status: 200, body: { name: 'Weather' } });
    expect(codeOf(await owner.call('POST', `${path}?_method=PATCH`, { name: 'Mine' }, headers))).toBe(
      'NOT_FOUND',
    );
  });

  it('comes from where it comes from, whatever it says, unless a trusted proxy says it', async () => {
    const platform = await startTestPlatform(kind);
    const owner = await platform.signIn();
    const headers = {
      'x-forwarded-for': '203.0.113.9',
      forwarded: 'for=203.0.113.9',
      'x-real-ip': '203.0.113.9',
    };
    await owner.call('POST', '/console/v1/teams', { name: 'Weather' }, headers);
    const rows = await platform.core.storage.db
      .selectFrom('audit_entry')
      .select('address')
      .where('action', '=', 'team.create')
      .execute();
    expect(rows).toEqual([{ address: '127.0.0.1' }]);

    const environment = { MINIGATE_TRUSTED_PROXIES: '127.0.0.1' };
    const behind = await startTestPlatform(kind, { environment });
    const another = await behind.signIn();
    // The client has written the first address, the proxy the second.
    const passedOn = { 'x-forwarded-for': '127.0.0.1, 203.0.113.9' };
    await another.call('POST', '/console/v1/teams', { name: 'Weather' }, passedOn);
    const seen = await behind.core.storage.db
      .selectFrom('audit_entry')
      .select('address')
      .where('action', '=', 'team.create')
      .execute();
    expect(seen).toEqual([{ address: '203.0.113.9' }]);
  });

  it('gets no metrics through a proxy on the same machine', async () => {
    for (const trusted of ['', '127.0.0.1']) {
      const environment = { MINIGATE_TRUSTED_PROXIES: trusted };
      const { nobody } = await startTestPlatform(kind, { environment });
      for (const from of ['203.0.113.9', '127.0.0.1, 203.0.113.9']) {
        const answer = await nobody.call('GET', '/metrics', undefined, { 'x-forwarded-for': from });
        expect(answer.status).toBe(404);
      }
      expect((await nobody.call('GET', '/metrics')).status).toBe(200);
    }
  });

  it('cannot choose the session that somebody else will sign in to', async () => {
    const platform = await startTestPlatform(kind);
    const { email, password } = await withPassword(platform);
    const chosen = 'a'.repeat(43);
    const headers = { cookie: `minigate_session=${chosen}` };
    const signedIn = await platform.nobody.call('POST', session, { email, password }, headers);
    expect(signedIn.headers.get('set-cookie')).not.toContain(chosen);
    expect(codeOf(await platform.nobody.call('GET', session, undefined, headers))).toBe('NOT_SIGNED_IN');
  });

  it('is not signed in by a cookie where it brings a header, nor by a token in the address', async () => {
    const platform = await startTestPlatform(kind);
    const token = await tokenOf(platform, await withPassword(platform));
    const cookie = { cookie: `minigate_session=${token}` };
    expect((await platform.nobody.call('GET', session, undefined, cookie)).status).toBe(200);
    for (const authorization of [
      'Bearer wrong',
      'Basic dXNlcjpwYXNz',
      'Bearer',
      `Bearer ${token} ${token}`,
    ]) {
      const answer = await platform.nobody.call('GET', session, undefined, { ...cookie, authorization });
      expect(codeOf(answer)).toBe('NOT_SIGNED_IN');
    }
    const inAddress = await platform.nobody.call('GET', `${session}?access_token=${token}&token=${token}`);
    expect(codeOf(inAddress)).toBe('NOT_SIGNED_IN');
    expect((await platform.nobody.call('GET', session, undefined, bearer(token))).status).toBe(200);
  });

  it('signs in by no address that only looks like the one of the account', async () => {
    const platform = await startTestPlatform(kind);
    const { email, password } = await withPassword(platform);
    for (const like of [
      email.replace('@', '＠'),
      `${email}\u200b`,
      ` ${email}`,
      `${email}.`,
      email.replace('e', 'ｅ'),
    ]) {
      const answer = await platform.nobody.call('POST', session, { email: like, password });
      expect([like, codeOf(answer)]).toEqual([like, 'INVALID_REQUEST']);
    }
    expect(
      (await platform.nobody.call('POST', session, { email: email.toUpperCase(), password })).status,
    ).toBe(200);
  });

  it('is answered with the headers that bind browsers, also where it is malformed or leads nowhere', async () => {
    const platform = await startTestPlatform(kind);
    for (const path of [session, '/nowhere', '/%zz', '/openapi.json']) {
      const { headers } = await fetch(`${platform.address}${path}`);
      const policy = headers.get('content-security-policy') ?? '';
      for (const part of [
        "default-src 'self'",
        "script-src 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
      ]) {
        expect([path, policy]).toEqual([path, expect.stringContaining(part)]);
      }
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('server') ?? headers.get('x-powered-by')).toBeNull();
    }
    const environment = { MINIGATE_PUBLIC_URL: 'https://minigate.example.test' };
    const secure = await startTestPlatform(kind, { environment });
    const { headers } = await fetch(`${secure.address}${session}`);
    expect(headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/);
    expect(headers.get('content-security-policy')).toContain('upgrade-insecure-requests');
  });
});
