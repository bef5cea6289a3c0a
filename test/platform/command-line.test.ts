import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { TestIo } from '../../packages/cli/test/test-io.ts';
import { main } from '../../packages/cli/src/program.ts';
import { startTestPlatform } from '../../packages/platform/test/support/test-platform.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const password = 'four words that do not belong';

/** A platform, a developer's machine, and the one who is signed in there. */
async function world(environment: Readonly<Record<string, string>> = {}) {
  const email = 'first@example.test';
  const platform = await startTestPlatform('sqlite', {
    environment: { MINIGATE_OPERATOR_EMAIL: email, MINIGATE_OPERATOR_PASSWORD: password, ...environment },
  });
  const home = temporaryFolder();
  const minigate = async (words: readonly string[], given: { typed?: string; stdin?: string } = {}) => {
    const io = new TestIo(home);
    io.env['XDG_CONFIG_HOME'] = home;
    io.typed = given.typed;
    if (given.stdin !== undefined) io.stdin = Readable.from([given.stdin]);
    const code = await main(words, io);
    return { code, out: io.out, err: io.err };
  };
  const logIn = () => minigate(['login', platform.publicUrl, '--email', email], { typed: password });
  const asOperator = async () => {
    const { body } = await platform.nobody.call('POST', '/console/v1/session', {
      email,
      password,
      as: 'token',
    });
    const { token } = body as { token: string };
    return { authorization: `Bearer ${token}` };
  };
  const register = async () => {
    const headers = await asOperator();
    const team = await platform.nobody.call('POST', '/console/v1/teams', { name: 'Weather' }, headers);
    const { teamId } = team.body as { teamId: string };
    const path = `/console/v1/teams/${teamId}/mini-programs`;
    const made = await platform.nobody.call('POST', path, { name: 'Weather' }, headers);
    return (made.body as { appId: string }).appId;
  };
  return { platform, home, email, minigate, logIn, register };
}

describe('minigate login', () => {
  it('asks for the password, and keeps the session where nobody else can read it', async () => {
    const { home, email, logIn, platform } = await world();
    const { code, out, err } = await logIn();
    expect([code, out]).toEqual([
      0,
      `Signed in to ${platform.publicUrl} as ${email}.\nYou are in no team yet.\n`,
    ]);
    expect(err).toBe(`Password of ${email}: `);
    expect(statSync(join(home, 'minigate')).mode & 0o777).toBe(0o700);
    expect(statSync(join(home, 'minigate', 'logins.json')).mode & 0o777).toBe(0o600);
  });

  it('takes the password from the standard input too', async () => {
    const { email, minigate, platform } = await world();
    const words = ['login', platform.publicUrl, '--email', email, '--password-stdin'];
    expect((await minigate(words, { stdin: `${password}\n` })).code).toBe(0);
  });

  it('tells a wrong password in one sentence', async () => {
    const { email, minigate, platform } = await world();
    const { code, err } = await minigate(['login', platform.publicUrl, '--email', email], {
      typed: 'not this one',
    });
    expect(code).toBe(2);
    expect(err).toContain('The e-mail address or the password is wrong.');
    expect(err).not.toContain('not this one');
  });

  it('sends a password by https only, except to this machine', async () => {
    const { email, minigate } = await world();
    const { code, err } = await minigate(['login', 'http://platform.example.test', '--email', email]);
    expect([code, err]).toEqual([2, expect.stringContaining('http is for this machine only')]);
  });

  it('ends with minigate logout, on the platform too', async () => {
    const { logIn, minigate, register } = await world();
    const appId = await register();
    await logIn();
    expect((await minigate(['domain', 'list', '--app', appId])).code).toBe(0);
    expect((await minigate(['logout'])).code).toBe(0);
    const { code, err } = await minigate(['domain', 'list', '--app', appId]);
    expect([code, err]).toEqual([2, expect.stringContaining('You are not signed in to a platform.')]);
  });
});

describe('minigate domain', () => {
  it('adds, shows and removes server domains', async () => {
    const { logIn, minigate, register } = await world();
    const appId = await register();
    await logIn();
    const app = ['--app', appId];
    expect((await minigate(['domain', 'list', ...app])).out).toBe('There are no server domains.\n');
    const added = await minigate([
      'domain',
      'add',
      ...app,
      'https://api.example.test',
      'https://b.example.test:8443',
    ]);
    expect([added.code, added.err]).toEqual([0, '']);
    expect((await minigate(['domain', 'list', ...app])).out).toBe(
      'https://api.example.test\nhttps://b.example.test:8443\n',
    );
    expect((await minigate(['domain', 'remove', ...app, 'https://b.example.test:8443'])).code).toBe(0);
    const listed = await minigate(['domain', 'list', ...app, '--json']);
    expect(JSON.parse(listed.out)).toMatchObject({ version: 3, serverDomains: ['https://api.example.test'] });
  });

  it('saves nothing of a change that has a bad entry, and tells the correction', async () => {
    const { logIn, minigate, register } = await world();
    const appId = await register();
    await logIn();
    const words = ['domain', 'add', '--app', appId, 'https://good.example.test', 'http://Bad.example.test/'];
    const { code, err } = await minigate(words);
    expect(code).toBe(2);
    expect(err).toContain('Some entries cannot be server domains.');
    expect(err).toContain('Write: https://bad.example.test');
    expect((await minigate(['domain', 'list', '--app', appId])).out).toBe('There are no server domains.\n');
  });

  it('saves what is good with --partial, and exits with 1', async () => {
    const { logIn, minigate, register } = await world();
    const appId = await register();
    await logIn();
    const entries = ['https://good.example.test', 'https://127.0.0.1'];
    const { code, err, out } = await minigate(['domain', 'add', '--app', appId, '--partial', ...entries]);
    expect(code).toBe(1);
    expect(err).toMatch(/^Not saved: /);
    expect(out).toContain('https://good.example.test');
  });

  it('lets the platform examine only what is on the list', async () => {
    const { logIn, minigate, register } = await world();
    const appId = await register();
    await logIn();
    const { code, err } = await minigate(['domain', 'check', '--app', appId, 'https://api.example.test']);
    expect([code, err]).toEqual([
      2,
      expect.stringContaining('The domain is not on the saved list of this call'),
    ]);
  });
});

describe('minigate secret and minigate token', () => {
  it('make an AppSecret, and exchange it for an access token', async () => {
    const { logIn, minigate, platform, register } = await world();
    const appId = await register();
    await logIn();
    const refused = await minigate(['secret', 'reset', '--app', appId]);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('Add --yes')]);
    const { out: secret } = await minigate(['secret', 'reset', '--app', appId, '--yes']);
    expect(secret).toMatch(/^[0-9a-f]{64}\n$/);

    const ask = ['token', '--platform', platform.publicUrl, '--app', appId, '--secret-stdin'];
    const given = await minigate(ask, { stdin: secret });
    expect([given.code, given.err]).toEqual([0, 'Valid for 7200 s.\n']);
    const authorization = `Bearer ${given.out.trim()}`;
    const opened = await platform.nobody.call('GET', '/open-api/v1/server-domains', undefined, {
      authorization,
    });
    expect(opened.status).toBe(200);

    expect((await minigate(['secret', 'freeze', '--app', appId])).code).toBe(0);
    const frozen = await minigate(ask, { stdin: secret });
    expect([frozen.code, frozen.err]).toEqual([2, expect.stringContaining('The AppSecret is frozen.')]);
  });
});

it('says what a role does not permit', async () => {
  const { minigate, platform } = await world();
  const { teamId, owner } = await platform.team();
  const made = await owner.call('POST', `/console/v1/teams/${teamId}/mini-programs`, { name: 'Weather' });
  const { appId } = made.body as { appId: string };
  await minigate(['login', platform.publicUrl, '--email', 'first@example.test'], { typed: password });
  const { code, err } = await minigate(['secret', 'reset', '--app', appId, '--yes']);
  expect([code, err]).toEqual([2, expect.stringContaining('Your role does not permit this.')]);
});
