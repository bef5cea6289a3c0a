import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { databaseKinds } from '../support/databases.ts';
import { startTestPlatform } from '../support/test-platform.ts';
import { askForToken, getToken, isValid, makeTokenProgram } from '../support/token-program.ts';

describe.each(databaseKinds)('AppSecrets, on %s', (kind) => {
  it('have 256 bits, are shown once, where they are made, and are kept as their SHA-256', async () => {
    const platform = await startTestPlatform(kind);
    const { owner, path, appId } = await makeTokenProgram(platform);
    const made = await owner.call('POST', `${path}/reset`);
    expect(made).toMatchObject({
      status: 200,
      body: {
        appSecret: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        exists: true,
        generation: 2,
        resetAt: platform.clock.now(),
        frozenAt: null,
        allowedAddresses: [],
      },
    });
    expect(made.headers.get('cache-control')).toBe('no-store');
    const { appSecret, ...state } = made.body as { appSecret: string };
    expect((await owner.call('GET', path)).body).toEqual(state);
    const rows = await platform.core.storage.db
      .selectFrom('app_secret')
      .selectAll()
      .where('app_id', '=', appId)
      .execute();
    expect(rows.map((row) => row.hash)).toEqual([createHash('sha256').update(appSecret).digest('hex')]);
  });

  it('are made one after the other, each ending the one before and its tokens', async () => {
    const platform = await startTestPlatform(kind);
    const program = await makeTokenProgram(platform);
    const first = program.secret();
    const { access_token: token } = await getToken(platform, program);
    await program.reset();
    expect(await isValid(platform, token)).toBe(false);
    expect((await askForToken(platform, { appId: program.appId, secret: () => first })).status).toBe(401);
    const next = await getToken(platform, program);
    expect(next.expires_in).toBe(7200);
    expect(await isValid(platform, next.access_token)).toBe(true);
  });

  it('that are frozen give no new tokens, while those in force go on, until they are thawed', async () => {
    const platform = await startTestPlatform(kind);
    const program = await makeTokenProgram(platform);
    const { owner, path } = program;
    const { access_token: token } = await getToken(platform, program);
    expect(await owner.call('POST', `${path}/freeze`)).toMatchObject({
      status: 200,
      body: { frozenAt: platform.clock.now() },
    });
    expect(await askForToken(platform, program)).toMatchObject({
      status: 403,
      body: { error: { code: 'SECRET_FROZEN' } },
    });
    expect(await isValid(platform, token)).toBe(true);

    expect(await owner.call('DELETE', `${path}/freeze`)).toMatchObject({ body: { frozenAt: null } });
    expect((await getToken(platform, program)).access_token).toBe(token);
  });

  it('are thawed by a reset', async () => {
    const platform = await startTestPlatform(kind);
    const program = await makeTokenProgram(platform);
    await program.owner.call('POST', `${program.path}/freeze`);
    await program.reset();
    expect((await getToken(platform, program)).expires_in).toBe(7200);
  });

  it('keep the time of a freeze that is repeated', async () => {
    const platform = await startTestPlatform(kind);
    const { owner, path } = await makeTokenProgram(platform);
    const frozenAt = platform.clock.now();
    await owner.call('POST', `${path}/freeze`);
    platform.clock.advance(5000);
    expect(await owner.call('POST', `${path}/freeze`)).toMatchObject({ status: 200, body: { frozenAt } });
  });

  it('that were never made can be neither frozen nor thawed', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner } = await platform.team();
    const made = await owner.call('POST', `/console/v1/teams/${teamId}/mini-programs`, { name: 'Bare' });
    const path = `/console/v1/mini-programs/${(made.body as { appId: string }).appId}/app-secret`;
    expect((await owner.call('GET', path)).body).toEqual({
      exists: false,
      generation: 0,
      resetAt: null,
      frozenAt: null,
      allowedAddresses: [],
    });
    expect((await owner.call('POST', `${path}/freeze`)).status).toBe(404);
    expect((await owner.call('DELETE', `${path}/freeze`)).status).toBe(404);
  });

  it('are seen by developers and changed by owners alone, and not at all in the archive', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner, path, appId } = await makeTokenProgram(platform);
    const developer = await platform.member(teamId, 'developer');
    const viewer = await platform.member(teamId, 'viewer');
    const changes = [
      ['POST', `${path}/reset`],
      ['POST', `${path}/freeze`],
      ['DELETE', `${path}/freeze`],
      ['PUT', `${path}/allowed-addresses`, { allowedAddresses: [] }],
    ] as const;
    expect((await developer.call('GET', path)).status).toBe(200);
    expect((await viewer.call('GET', path)).status).toBe(403);
    for (const [method, at, body] of changes) {
      expect((await developer.call(method, at, body)).status).toBe(403);
    }
    await owner.call('POST', `/console/v1/mini-programs/${appId}/archive`);
    expect((await owner.call('GET', path)).status).toBe(200);
    for (const [method, at, body] of changes) {
      expect(await owner.call(method, at, body)).toMatchObject({
        status: 409,
        body: { error: { code: 'ARCHIVED' } },
      });
    }
  });

  it('are used from the addresses on the list alone, if there is one', async () => {
    const platform = await startTestPlatform(kind, {
      environment: { MINIGATE_TRUSTED_PROXIES: '127.0.0.1' },
    });
    const program = await makeTokenProgram(platform);
    const { owner, path } = program;
    const allow = (allowedAddresses: string[]) =>
      owner.call('PUT', `${path}/allowed-addresses`, { allowedAddresses });
    expect(await allow(['192.0.2.0/28', '2001:db8:1::/48', '198.51.100.7'])).toMatchObject({
      status: 200,
      body: { allowedAddresses: ['192.0.2.0/28', '2001:db8:1::/48', '198.51.100.7'] },
    });

    const from = async (address: string) => {
      const body = { app_id: program.appId, app_secret: program.secret() };
      const headers = { 'x-forwarded-for': address };
      return (await platform.nobody.call('POST', '/open-api/v1/access-token', body, headers)).status;
    };
    expect(await from('192.0.2.15')).toBe(200);
    expect(await from('192.0.2.16')).toBe(403);
    expect(await from('::ffff:192.0.2.1')).toBe(200);
    expect(await from('2001:db8:1:2::3')).toBe(200);
    expect(await from('2001:db8:2::3')).toBe(403);
    expect(await from('198.51.100.7')).toBe(200);
    expect(await askForToken(platform, program)).toMatchObject({
      status: 403,
      body: { error: { code: 'ADDRESS_NOT_PERMITTED', details: { address: '127.0.0.1' } } },
    });
    await allow([]);
    expect((await askForToken(platform, program)).status).toBe(200);
  });

  it('keep their list of addresses where somebody else was faster', async () => {
    const platform = await startTestPlatform(kind);
    const { owner, path } = await makeTokenProgram(platform);
    const allow = (allowedAddresses: string[], seen?: string[]) =>
      owner.call('PUT', `${path}/allowed-addresses`, { allowedAddresses, ...(seen && { seen }) });
    expect((await allow(['192.0.2.1'], [])).status).toBe(200);
    expect(await allow(['192.0.2.2'], [])).toMatchObject({
      status: 409,
      body: { error: { code: 'CONFLICT', details: { allowedAddresses: ['192.0.2.1'] } } },
    });
    expect((await allow(['192.0.2.2'], ['192.0.2.1'])).status).toBe(200);
    expect(await owner.call('GET', path)).toMatchObject({ body: { allowedAddresses: ['192.0.2.2'] } });
  });

  it('keep their list of addresses over a reset, and take only addresses into it', async () => {
    const platform = await startTestPlatform(kind);
    const { owner, path, reset } = await makeTokenProgram(platform);
    const allow = (allowedAddresses: unknown) =>
      owner.call('PUT', `${path}/allowed-addresses`, { allowedAddresses });
    await allow(['192.0.2.0/28', '192.0.2.0/28']);
    await reset();
    expect(await owner.call('GET', path)).toMatchObject({
      body: { allowedAddresses: ['192.0.2.0/28'] },
    });
    for (const bad of [
      '',
      'example.com',
      '192.0.2.0/33',
      '192.0.2',
      '::/129',
      '192.0.2.0/-1',
      '1.2.3.4\u0000',
    ]) {
      expect({ bad, answer: await allow(['192.0.2.1', bad]) }).toMatchObject({
        bad,
        answer: { status: 400, body: { error: { code: 'INVALID_REQUEST' } } },
      });
    }
    expect(await allow(['192.0.2.1', 'localhost'])).toMatchObject({
      body: { error: { details: { faults: [{ at: 'body/allowedAddresses/1' }] } } },
    });
    expect((await allow(Array.from({ length: 101 }, (_, index) => `192.0.2.${index}`))).status).toBe(400);
    expect(await owner.call('GET', path)).toMatchObject({ body: { allowedAddresses: ['192.0.2.0/28'] } });
  });
});
