import { request as send } from 'node:http';
import { describe, expect, it } from 'vitest';
import { databaseKinds } from '../support/databases.ts';
import { startTestPlatform, type TestPlatform } from '../support/test-platform.ts';
import { askForToken, getToken, makeTokenProgram, type TokenProgram } from '../support/token-program.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** Everything that carries a secret or a token, rightly and wrongly. */
async function exercise(platform: TestPlatform, program: TokenProgram, secret: string, token: string) {
  const { nobody } = platform;
  const { appId, owner, path } = program;
  const query = `grant_type=client_credential&appid=${appId}&secret=${secret}`;
  const wish = { grant_type: 'client_credential', appid: appId, secret };
  const basic = `Basic ${Buffer.from(`${appId}:${secret}`).toString('base64')}`;
  const bearer = { authorization: `Bearer ${token}` };
  const json = '/open-api/v1/access-token';
  const calls: Promise<unknown>[] = [
    askForToken(platform, program),
    askForToken(platform, { appId, secret: () => secret }),
    nobody.call('GET', `/cgi-bin/token?${query}`),
    nobody.call('POST', `/cgi-bin/token?${query}`),
    nobody.call('GET', `/cgi-bin/tokens?${query}`),
    nobody.call('GET', `/cgi-bin/stable_token?${query}`),
    nobody.call('POST', '/cgi-bin/stable_token', wish),
    nobody.call('POST', '/cgi-bin/stable_token', { ...wish, grant_type: secret }),
    nobody.call('POST', '/cgi-bin/stable_token', `{"secret":"${secret}`),
    nobody.call('POST', `/oauth2/token?client_secret=${secret}`, 'grant_type=client_credentials', form),
    nobody.call('POST', '/oauth2/token', `client_id=${appId}&client_secret=${secret}`, form),
    nobody.call('POST', '/oauth2/token', { client_secret: secret }),
    nobody.call('POST', '/oauth2/token', 'grant_type=client_credentials', { ...form, authorization: basic }),
    nobody.call('POST', json, `{"app_id":"${appId}","app_secret":"${secret}"`),
    nobody.call('POST', json, { app_id: appId, app_secret: secret, [secret]: secret }),
    nobody.call('POST', json, { app_id: appId, app_secret: secret, pad: 'x'.repeat(300_000) }),
    nobody.call('POST', json, { app_id: secret, app_secret: secret }),
    nobody.call('POST', `${json}/${secret}?secret=${secret}`, { secret }),
    nobody.call('PUT', `${json}?access_token=${token}`, { secret }, bearer),
    nobody.call('GET', `/open-api/v1/policy-version?access_token=${token}`),
    nobody.call('GET', `/open-api/v1/policy-version?access_token=${token}x`),
    nobody.call('GET', '/open-api/v1/policy-version', undefined, bearer),
    nobody.call('POST', `/wxa/modify_domain?access_token=${token}`, { action: secret }),
    nobody.call('POST', `/wxa/modify_domain?access_token=${token}`, `{"${secret}`),
    nobody.call('POST', '/open-api/v1/server-domains/add', { serverDomains: 7, secret }, bearer),
    nobody.call('GET', `/console/v1/mini-programs/${appId}/app-secret?secret=${secret}`),
    owner.call('PUT', `${path}/allowed-addresses`, { allowedAddresses: [7], secret }),
    owner.call('POST', `${path}/reset?secret=${secret}`, `{"${secret}`),
    sendRaw(platform.address, `/%zz?secret=${secret}`),
    sendRaw(platform.address, `/${'x'.repeat(20_000)}?secret=${secret}`),
  ];
  await Promise.all(calls);
}

/** What fetch would refuse to send. */
function sendRaw(address: string, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = send(address, { path }, (response) => {
      response.resume();
      response.once('end', resolve);
    });
    request.once('error', reject);
    request.end();
  });
}

describe.each(databaseKinds)('AppSecrets and access tokens, on %s', (kind) => {
  it('stand neither in the log nor in the database, whatever goes wrong', async () => {
    const platform = await startTestPlatform(kind, { environment: { MINIGATE_LOG: 'debug' } });
    const program = await makeTokenProgram(platform);
    const older = program.secret();
    await getToken(platform, program, { force_refresh: true });
    const { access_token: olderToken } = await getToken(platform, program);
    await exercise(platform, program, older, olderToken);
    const secret = await program.reset();
    const { access_token: token } = await getToken(platform, program);
    await exercise(platform, program, older, olderToken);
    await exercise(platform, program, secret, token);

    const { db } = platform.core.storage;
    const tables = ['app_secret', 'access_token', 'usage_count', 'audit_entry', 'mini_program'] as const;
    const kept = await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()));
    const stored = JSON.stringify(kept);
    expect(stored).toContain('access-token.force-refresh');

    // A fault of the platform is logged with its cause.
    await db.schema.dropTable('access_token').execute();
    await exercise(platform, program, secret, token);
    expect(platform.logged()).toContain('A fault of the platform');

    const basic = (text: string) => Buffer.from(`${program.appId}:${text}`).toString('base64');
    const macs = [token, olderToken].map((text) => text.split('.').at(-1) ?? text);
    for (const hidden of [secret, older, ...macs, basic(secret), basic(older)]) {
      expect(stored.includes(hidden)).toBe(false);
      expect(platform.logged().includes(hidden)).toBe(false);
    }
  });
});
