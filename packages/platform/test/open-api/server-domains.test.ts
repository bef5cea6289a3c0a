import { describe, expect, it } from 'vitest';
import { serve } from '../../../../test/support/servers.ts';
import { databaseKinds } from '../support/databases.ts';
import { startTestPlatform, type TestPlatformOptions } from '../support/test-platform.ts';
import { getToken, makeTokenProgram } from '../support/token-program.ts';

const path = '/open-api/v1/server-domains';

describe.each(databaseKinds)('the open API, on %s', (kind) => {
  async function openDoor(options: TestPlatformOptions = {}) {
    const platform = await startTestPlatform(kind, options);
    const program = await makeTokenProgram(platform);
    const { access_token: token } = await getToken(platform, program);
    const call = (method: string, at: string, body?: unknown) =>
      platform.nobody.call(method, at, body, { authorization: `Bearer ${token}` });
    return { platform, program, token, call };
  }

  it('shows, adds, removes and replaces the server domains of its own program', async () => {
    const { program, call } = await openDoor();
    expect(await call('GET', path)).toMatchObject({ status: 200, body: { version: 1, serverDomains: [] } });
    const [a, b] = ['https://a.example.com', 'https://b.example.com'];
    expect(await call('POST', `${path}/add`, { serverDomains: [a, b] })).toMatchObject({
      status: 200,
      body: { version: 2, serverDomains: [a, b], changedBy: program.appId },
    });
    expect(await call('POST', `${path}/remove`, { serverDomains: [a] })).toMatchObject({
      status: 200,
      body: { version: 3, serverDomains: [b] },
    });
    expect(await call('PUT', path, { serverDomains: { request: [a] }, version: 3 })).toMatchObject({
      status: 200,
      body: { version: 4, serverDomains: { request: [a] } },
    });
    expect(await call('PUT', path, { serverDomains: [], version: 3 })).toMatchObject({
      status: 409,
      body: { error: { code: 'CONFLICT' } },
    });
    expect(await call('POST', `${path}/add`, { serverDomains: ['http://a.example.com'] })).toMatchObject({
      status: 422,
      body: { error: { code: 'INVALID_SERVER_DOMAINS' } },
    });
  });

  it('says which version of the policy is in force', async () => {
    const { call } = await openDoor();
    const version = async () =>
      ((await call('GET', '/open-api/v1/policy-version')).body as { version: number }).version;
    const before = await version();
    await call('POST', `${path}/add`, { serverDomains: ['https://a.example.com'] });
    expect(await version()).toBe(before + 1);
  });

  it('examines the server of a saved entry', async () => {
    const server = await serve((_request, response) => void response.end('{}'));
    const surroundings = {
      resolve: server.resolve,
      ca: server.authority.pem,
      allowAddresses: ['127.0.0.0/8'],
    };
    const { call } = await openDoor({ surroundings });
    const domain = 'https://api.example.test';
    await call('POST', `${path}/add`, { serverDomains: [domain] });
    expect(await call('POST', '/open-api/v1/domain-check', { domain })).toMatchObject({
      status: 200,
      body: {
        remaining: 19,
        diagnosis: { target: domain, api: 'request', disclosure: 'coarse', failures: [] },
      },
    });
    const other = { domain: 'https://other.example.test' };
    expect(await call('POST', '/open-api/v1/domain-check', other)).toMatchObject({
      body: { error: { code: 'NOT_LISTED' } },
    });
  });

  it('keeps in the audit log what a program does, and what is refused to it', async () => {
    const { platform, program, call } = await openDoor();
    await call('POST', `${path}/add`, { serverDomains: ['https://a.example.com'] });
    await call('POST', `${path}/add`, { serverDomains: ['http://a.example.com'] });
    const entries = await platform.core.storage.db
      .selectFrom('audit_entry')
      .select(['action', 'outcome', 'actor_kind', 'actor_id', 'team_id', 'app_id'])
      .where('action', '=', 'server-domains.add')
      .orderBy('sequence')
      .execute();
    const { appId, teamId } = program;
    const entry = {
      action: 'server-domains.add',
      actor_kind: 'program',
      actor_id: appId,
      team_id: teamId,
      app_id: appId,
    };
    expect(entries).toEqual([
      { ...entry, outcome: 'done' },
      { ...entry, outcome: 'refused' },
    ]);
  });

  it('is closed to people who are signed in, to other methods, and to tokens of the past', async () => {
    const { platform, program, call } = await openDoor();
    const refused = { status: 401, body: { error: { code: 'INVALID_ACCESS_TOKEN' } } };
    expect(await program.owner.call('GET', path)).toMatchObject(refused);
    expect(await platform.nobody.call('GET', path)).toMatchObject(refused);
    expect(await call('GET', `/console/v1/mini-programs/${program.appId}`)).toMatchObject({ status: 401 });
    await program.reset();
    expect(await call('GET', path)).toMatchObject(refused);
  });
});
