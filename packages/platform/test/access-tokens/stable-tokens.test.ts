import { describe, expect, it } from 'vitest';
import { databaseKinds } from '../support/databases.ts';
import { startTestPlatform } from '../support/test-platform.ts';
import { askForToken, getToken, isValid, makeTokenProgram } from '../support/token-program.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

describe.each(databaseKinds)('access tokens, on %s', (kind) => {
  it('are given for AppId and AppSecret, for 7200 seconds, and are not cached on the way', async () => {
    const platform = await startTestPlatform(kind);
    const program = await makeTokenProgram(platform);
    const answer = await askForToken(platform, program);
    expect(answer).toMatchObject({
      status: 200,
      body: { access_token: expect.stringMatching(/^[\w.-]{60,512}$/) as string, expires_in: 7200 },
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await isValid(platform, (answer.body as { access_token: string }).access_token)).toBe(true);
  });

  it('stay the same, with the time that is left, until five minutes before their end', async () => {
    const platform = await startTestPlatform(kind);
    const program = await makeTokenProgram(platform);
    const first = await getToken(platform, program);
    platform.clock.advance(6855 * SECOND);
    expect(await getToken(platform, program)).toEqual({ access_token: first.access_token, expires_in: 345 });
    platform.clock.advance(45 * SECOND - 1);
    expect(await getToken(platform, program)).toEqual({ access_token: first.access_token, expires_in: 300 });
  });

  it('are replaced five minutes before their end, and the older one keeps its five minutes', async () => {
    const platform = await startTestPlatform(kind);
    const program = await makeTokenProgram(platform);
    const first = await getToken(platform, program);
    platform.clock.advance(115 * MINUTE);
    const second = await getToken(platform, program);
    expect(second).toEqual({ access_token: expect.not.stringMatching(first.access_token), expires_in: 7200 });

    platform.clock.advance(5 * MINUTE - 1);
    expect(await isValid(platform, first.access_token)).toBe(true);
    platform.clock.advance(1);
    expect(await isValid(platform, first.access_token)).toBe(false);
    expect(await isValid(platform, second.access_token)).toBe(true);
    expect(await getToken(platform, program)).toEqual({
      access_token: second.access_token,
      expires_in: 6900,
    });
  });

  it('end at once when another is forced', async () => {
    const platform = await startTestPlatform(kind);
    const program = await makeTokenProgram(platform);
    const first = await getToken(platform, program);
    platform.clock.advance(116 * MINUTE);
    const second = await getToken(platform, program);
    const third = await getToken(platform, program, { force_refresh: true });
    expect(third.expires_in).toBe(7200);
    expect(await isValid(platform, first.access_token)).toBe(false);
    expect(await isValid(platform, second.access_token)).toBe(false);
    expect(await isValid(platform, third.access_token)).toBe(true);
  });

  it('are forced 30 seconds apart and 20 times a day at most', async () => {
    const platform = await startTestPlatform(kind);
    const program = await makeTokenProgram(platform);
    await getToken(platform, program, { force_refresh: true });
    platform.clock.advance(30 * SECOND - 1);
    const early = await askForToken(platform, program, { force_refresh: true });
    expect(early).toMatchObject({ status: 429, body: { error: { code: 'TOO_MANY_REQUESTS' } } });
    expect(early.headers.get('retry-after')).toBe('1');

    for (let times = 1; times < 20; times += 1) {
      platform.clock.advance(30 * SECOND);
      await getToken(platform, program, { force_refresh: true });
    }
    const last = await getToken(platform, program);
    platform.clock.advance(30 * SECOND);
    const late = await askForToken(platform, program, { force_refresh: true });
    expect(late).toMatchObject({ status: 429, body: { error: { code: 'QUOTA_EXCEEDED' } } });
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(3600);
    expect(await isValid(platform, last.access_token)).toBe(true);

    platform.clock.advance(12 * 60 * MINUTE);
    await getToken(platform, program, { force_refresh: true });
  });

  it('are never repeated, not even when the clock stands still', async () => {
    const platform = await startTestPlatform(kind);
    const program = await makeTokenProgram(platform);
    const first = await getToken(platform, program);
    const second = await getToken(platform, program, { force_refresh: true });
    await program.owner.call('POST', `/console/v1/mini-programs/${program.appId}/archive`);
    await program.owner.call('DELETE', `/console/v1/mini-programs/${program.appId}/archive`);
    const third = await getToken(platform, program);
    expect(new Set([first, second, third].map((token) => token.access_token)).size).toBe(3);
    await expect.poll(() => isValid(platform, third.access_token)).toBe(true);
    expect(await isValid(platform, first.access_token)).toBe(false);
    expect(await isValid(platform, second.access_token)).toBe(false);
  });

  it('open the door in the query too, and nothing that merely looks like one does', async () => {
    const platform = await startTestPlatform(kind);
    const program = await makeTokenProgram(platform);
    const { access_token: token } = await getToken(platform, program);
    const path = '/open-api/v1/policy-version';
    expect((await platform.nobody.call('GET', `${path}?access_token=${token}`)).status).toBe(200);

    const [appId = '', generation = '', issuedAt = '', mac = ''] = token.split('.');
    const other = `${mac[0] === 'A' ? 'B' : 'A'}${mac.slice(1)}`;
    const later = (Number.parseInt(issuedAt, 36) + 1).toString(36);
    const forgeries = [
      [appId, generation, issuedAt, other],
      [appId, generation, later, mac],
      [appId, '2', issuedAt, mac],
      [`mp${'a'.repeat(26)}`, generation, issuedAt, mac],
      [appId, generation, `0${issuedAt}`, mac],
      [appId, generation, issuedAt, mac.slice(1)],
    ].map((parts) => parts.join('.'));
    for (const forged of [...forgeries, '', 'x', `${token}.`, program.secret(), program.appId]) {
      expect({ forged, valid: await isValid(platform, forged) }).toEqual({ forged, valid: false });
    }
    for (const query of ['?access_token=', `?access_token=${token}&access_token=${token}`, '']) {
      expect(await platform.nobody.call('GET', path + query)).toMatchObject({
        status: 401,
        body: { error: { code: 'INVALID_ACCESS_TOKEN' } },
      });
    }
  });

  it('of an archived mini program end, stay ended when it comes back, and are not given out', async () => {
    const platform = await startTestPlatform(kind);
    const program = await makeTokenProgram(platform);
    const first = await getToken(platform, program);
    const archive = `/console/v1/mini-programs/${program.appId}/archive`;
    await program.owner.call('POST', archive);
    await expect.poll(() => isValid(platform, first.access_token)).toBe(false);
    expect(await askForToken(platform, program)).toMatchObject({
      status: 409,
      body: { error: { code: 'ARCHIVED' } },
    });

    await program.owner.call('DELETE', archive);
    const second = await getToken(platform, program);
    await expect.poll(() => isValid(platform, second.access_token)).toBe(true);
    expect(await isValid(platform, first.access_token)).toBe(false);
  });

  it('are refused for anything but a right AppId and AppSecret, in words that say which is wrong', async () => {
    const platform = await startTestPlatform(kind);
    const program = await makeTokenProgram(platform);
    const other = await makeTokenProgram(platform);
    const wrong = (field: string) => ({
      status: 401,
      body: { error: { code: 'INVALID_CLIENT', details: { field } } },
    });
    expect(await askForToken(platform, { appId: program.appId, secret: other.secret })).toMatchObject(
      wrong('app_secret'),
    );
    expect(
      await askForToken(platform, { appId: `mp${'a'.repeat(26)}`, secret: program.secret }),
    ).toMatchObject(wrong('app_id'));
    const { owner, teamId } = program;
    const bare = await owner.call('POST', `/console/v1/teams/${teamId}/mini-programs`, { name: 'Bare' });
    const { appId } = bare.body as { appId: string };
    expect(await askForToken(platform, { appId, secret: program.secret })).toMatchObject(wrong('app_secret'));
    for (const body of [{}, { app_id: program.appId }, '{"app_secret": "', '[]', 'null']) {
      expect(await platform.nobody.call('POST', '/open-api/v1/access-token', body)).toMatchObject({
        status: 400,
        body: { error: { code: 'INVALID_REQUEST' } },
      });
    }
  });
});
