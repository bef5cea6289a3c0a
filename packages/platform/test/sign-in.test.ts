import { describe, expect, it } from 'vitest';
import { databaseKinds } from './support/databases.ts';
import { bearer, codeOf, codesOf, guess, tokenOf, withPassword } from './support/people.ts';
import { startTestPlatform } from './support/test-platform.ts';

const path = '/console/v1/session';
const minute = 60_000;

describe.each(databaseKinds)('signing in, on %s', (kind) => {
  it('gives a browser a cookie that scripts and other pages cannot use, and no token', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId } = await platform.team();
    const { userId, email, password } = await withPassword(platform);
    const { members } = platform.services.accounts;
    await platform.core.storage.change((change) => members.add(change, teamId, userId, 'developer'));

    const signedIn = await platform.nobody.call('POST', path, { email: email.toUpperCase(), password });
    expect(signedIn).toMatchObject({
      status: 200,
      body: {
        user: { userId, email, name: 'Ann', operator: false },
        teams: [{ teamId, role: 'developer' }],
      },
    });
    expect(JSON.stringify(signedIn.body)).not.toContain('token');
    const cookie = signedIn.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(
      /^minigate_session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/,
    );

    const headers = { cookie: cookie.split(';')[0] ?? '' };
    expect(await platform.nobody.call('GET', path, undefined, headers)).toMatchObject({
      status: 200,
      body: { user: { userId } },
    });
    const out = await platform.nobody.call('DELETE', path, undefined, headers);
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toMatch(/^minigate_session=; Max-Age=0; Path=\//);
    expect(codeOf(await platform.nobody.call('GET', path, undefined, headers))).toBe('NOT_SIGNED_IN');
  });

  it('marks the cookie for https, and for this host alone, where browsers use https', async () => {
    const environment = { MINIGATE_PUBLIC_URL: 'https://minigate.example.test' };
    const platform = await startTestPlatform(kind, { environment });
    const { email, password } = await withPassword(platform);
    const { headers } = await platform.nobody.call('POST', path, { email, password });
    expect(headers.get('set-cookie')).toMatch(/^__Host-minigate_session=.*; Secure/);
  });

  it('answers the token itself to the command line, without a cookie', async () => {
    const platform = await startTestPlatform(kind);
    const { userId, email, password } = await withPassword(platform);
    const { headers, body } = await platform.nobody.call('POST', path, { email, password, as: 'token' });
    expect(headers.get('set-cookie')).toBeNull();
    const { token } = body as { token: string };
    expect(await platform.nobody.call('GET', path, undefined, bearer(token))).toMatchObject({
      body: { user: { userId } },
    });
    const stored = await platform.core.storage.db.selectFrom('session').select('token').execute();
    expect(JSON.stringify(stored)).not.toContain(token);
  });

  it('answers the same to an unknown address, a wrong password and an account without a password', async () => {
    const platform = await startTestPlatform(kind);
    const { email } = await withPassword(platform);
    const { email: bare } = await platform.signIn();
    const answers = [];
    for (const who of [email, bare, 'nobody@example.test']) {
      const { status, body, headers } = await platform.nobody.call('POST', path, {
        email: who,
        password: 'not the password',
      });
      const { error } = body as { error: Record<string, unknown> };
      expect(error['requestId']).toBe(headers.get('x-request-id'));
      delete error['requestId'];
      answers.push({ status, error, names: [...headers.keys()].sort() });
    }
    expect(answers[0]).toMatchObject({ status: 401, error: { code: 'WRONG_CREDENTIALS' } });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  it('takes an unknown address as long as a wrong password', async () => {
    const platform = await startTestPlatform(kind);
    const known = await withPassword(platform);
    const took = { known: [] as number[], unknown: [] as number[] };
    const time = async (email: string) => {
      // In time of the processor, which other work on the machine does not change.
      const start = process.cpuUsage();
      await platform.nobody.call('POST', path, { email, password: 'not the password' });
      const { user, system } = process.cpuUsage(start);
      return user + system;
    };
    for (let round = 0; round < 4; round += 1) {
      took.known.push(await time(known.email));
      took.unknown.push(await time(`somebody${round}@example.test`));
    }
    const least = (times: number[]) => Math.min(...times);
    const ratio = least(took.unknown) / least(took.known);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  it('is refused after ten wrong passwords from one address, known account or not, and soon possible again', async () => {
    const platform = await startTestPlatform(kind);
    const known = await withPassword(platform);
    for (const email of [known.email, 'nobody@example.test']) {
      await guess(platform, { email, address: '127.0.0.1', times: 8 });
      const tries = Array.from({ length: 4 }, () =>
        platform.nobody.call('POST', path, { email, password: 'not the password' }),
      );
      const codes = codesOf(await Promise.all(tries));
      const [many, wrong] = ['TOO_MANY_REQUESTS', 'WRONG_CREDENTIALS'];
      expect(codes).toEqual([many, many, wrong, wrong]);
    }
    const { email, password } = known;
    const locked = await platform.nobody.call('POST', path, { email, password });
    expect(codeOf(locked)).toBe('TOO_MANY_REQUESTS');
    const wait = Number(locked.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(900);
    platform.clock.advance(wait * 1000);
    expect((await platform.nobody.call('POST', path, { email, password })).status).toBe(200);
  });

  it('stays possible for the owner of an account that others try from everywhere', async () => {
    const environment = { MINIGATE_TRUSTED_PROXIES: '127.0.0.0/8' };
    const platform = await startTestPlatform(kind, { environment });
    const { email, password } = await withPassword(platform);
    for (let other = 0; other < 101; other += 1) {
      await guess(platform, { email, address: `203.0.113.${other}`, times: 1 });
    }
    const at = (address: string) => ({ 'x-forwarded-for': address });
    const tries = [];
    for (let round = 0; round < 3; round += 1) {
      const wrong = { email, password: 'not the password' };
      tries.push(codeOf(await platform.nobody.call('POST', path, wrong, at('203.0.113.200'))));
    }
    expect(tries).toEqual(['WRONG_CREDENTIALS', 'WRONG_CREDENTIALS', 'TOO_MANY_REQUESTS']);
    const mine = await platform.nobody.call('POST', path, { email, password }, at('198.51.100.7'));
    expect(mine.status).toBe(200);
  });

  it('counts the addresses of one IPv6 network together', async () => {
    const environment = { MINIGATE_TRUSTED_PROXIES: '127.0.0.0/8' };
    const platform = await startTestPlatform(kind, { environment });
    await guess(platform, { email: 'nobody@example.test', address: '2001:db8:1:2::1', times: 9 });
    const codes = [];
    for (let host = 2; host <= 3; host += 1) {
      const wrong = { email: 'nobody@example.test', password: 'not the password' };
      const headers = { 'x-forwarded-for': `2001:db8:1:2::${host}` };
      codes.push(codeOf(await platform.nobody.call('POST', path, wrong, headers)));
    }
    expect(codes).toEqual(['WRONG_CREDENTIALS', 'TOO_MANY_REQUESTS']);
  });

  it('keeps what was refused, for which address, in the audit log, and never a password', async () => {
    const platform = await startTestPlatform(kind);
    const { email, password } = await withPassword(platform);
    await platform.nobody.call('POST', path, { email, password: 'a wrong secret word' });
    await platform.nobody.call('POST', path, { email, password });
    const entries = await platform.core.storage.db
      .selectFrom('audit_entry')
      .selectAll()
      .where('action', '=', 'session.sign-in')
      .orderBy('sequence')
      .execute();
    expect(entries).toMatchObject([
      {
        action: 'session.sign-in',
        outcome: 'refused',
        actor_kind: 'nobody',
        actor_name: email,
        address: '127.0.0.1',
        details: '{"code":"WRONG_CREDENTIALS"}',
      },
      { action: 'session.sign-in', outcome: 'done', actor_kind: 'user', actor_name: email },
    ]);
    for (const text of [JSON.stringify(entries), platform.logged()]) {
      expect(text).not.toContain('a wrong secret word');
      expect(text).not.toContain(password);
    }
  });

  it('lasts for a week without use, and for thirty days with it', async () => {
    const platform = await startTestPlatform(kind);
    const who = await withPassword(platform);
    const unused = bearer(await tokenOf(platform, who));
    const used = bearer(await tokenOf(platform, who));
    const ask = async (headers: Record<string, string>) =>
      (await platform.nobody.call('GET', path, undefined, headers)).status;
    const day = 24 * 60 * minute;
    for (let days = 3; days < 30; days += 3) {
      platform.clock.advance(3 * day);
      expect(await ask(used)).toBe(200);
    }
    expect(await ask(unused)).toBe(401);
    platform.clock.advance(3 * day);
    expect(await ask(used)).toBe(401);
  });
});

describe('signing in at several replicas', () => {
  it('counts together the wrong passwords that come to any of them', async () => {
    const one = await startTestPlatform('postgres');
    const { databaseUrl, secret } = one.core.settings;
    const environment = { DATABASE_URL: databaseUrl ?? '', MINIGATE_SECRET: secret ?? '' };
    const other = await startTestPlatform('postgres', { database: { environment } });
    const wrong = { email: 'nobody@example.test', password: 'not the password' };
    for (const replica of [one, other]) {
      await guess(replica, { email: wrong.email, address: '127.0.0.1', times: 4 });
      expect(codeOf(await replica.nobody.call('POST', path, wrong))).toBe('WRONG_CREDENTIALS');
    }
    expect(codeOf(await one.nobody.call('POST', path, wrong))).toBe('TOO_MANY_REQUESTS');
    expect(codeOf(await other.nobody.call('POST', path, wrong))).toBe('TOO_MANY_REQUESTS');
  });
});
