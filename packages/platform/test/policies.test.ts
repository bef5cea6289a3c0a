import { decide, type PolicyKeySet, verifyPolicy } from '@minigate/policy';
import { describe, expect, it } from 'vitest';
import { databaseKinds, emptyDatabase } from './support/databases.ts';
import { newProgram } from './support/programs.ts';
import { startTestPlatform, type TestPlatform } from './support/test-platform.ts';

const DAY = 24 * 3_600_000;

const pathOf = (appId: string) => `/client/v1/mini-programs/${appId}/policy`;

/** The policy as a client reads it that trusts the keys which the platform publishes. */
async function read({ nobody, publicUrl, clock }: TestPlatform, appId: string) {
  const { status, headers, body } = await nobody.call('GET', pathOf(appId));
  expect(status).toBe(200);
  const { keys } = (await nobody.call('GET', '/.well-known/jwks.json')).body as PolicyKeySet;
  const thumbprints = keys.map(({ kid }) => kid);
  const result = await verifyPolicy(body, { issuer: publicUrl, appId, keys, thumbprints, now: clock.now() });
  if (!result.ok) throw new Error(result.fault.message);
  return { ...result, text: body as string, etag: headers.get('etag') ?? '', headers };
}

describe.each(databaseKinds)('the signed policy of a mini program, on %s', (kind) => {
  it('says what the platform grants, from now on and for seven days', async () => {
    const platform = await startTestPlatform(kind);
    const { appId, owner } = await newProgram(platform);
    const serverDomains = { request: ['https://api.example.com'], connectSocket: ['wss://ws.example.com'] };
    const saved = await owner.call('PUT', `/console/v1/mini-programs/${appId}/server-domains`, {
      version: 1,
      serverDomains,
    });
    expect(saved.status).toBe(200);

    const { policy, headers } = await read(platform, appId);
    expect(policy).toMatchObject({
      appId,
      version: 2,
      firstParty: false,
      serverDomains,
      bannedHosts: [],
      bannedOrigins: [platform.publicUrl],
      issuedAt: platform.clock.now(),
      expiresAt: platform.clock.now() + 7 * DAY,
    });
    expect(headers.get('content-type')).toBe('application/jose');
  });

  it('bans the origin of the platform, and of a platform on loopback no other port', async () => {
    const platform = await startTestPlatform(kind);
    const { appId } = await newProgram(platform);
    const { policy } = await read(platform, appId);
    const context = { debugging: true };
    expect(decide(policy, 'request', `${platform.publicUrl}/open-api/v1/policy`, context)).toMatchObject({
      verdict: 'deny',
      enforced: true,
      reason: 'BANNED_ORIGIN',
    });
    expect(decide(policy, 'request', 'http://127.0.0.1:1/', context).enforced).toBe(false);
  });

  it('has the banned hosts of the platform, and its acceleration if it is first-party', async () => {
    const platform = await startTestPlatform(kind);
    const { appId } = await newProgram(platform);
    const operator = await platform.signIn({ operator: true });
    const before = await read(platform, appId);
    const acceleration = {
      origin: 'https://www.example.com',
      candidates: [{ origin: 'https://fast.example.com', region: 'eu', weight: 2 }],
    };
    const { revision } = (await operator.call('GET', '/operator/v1/platform')).body as { revision: number };
    const banned = { revision, bannedHosts: ['banned.example.com'] };
    expect((await operator.call('PUT', '/operator/v1/platform/banned-hosts', banned)).status).toBe(200);
    const fast = { revision: revision + 1, acceleration };
    expect((await operator.call('PUT', '/operator/v1/platform/acceleration', fast)).status).toBe(200);

    const foreign = await read(platform, appId);
    expect(foreign.policy.version).toBe(before.policy.version + 2);
    expect(foreign.policy.bannedHosts).toEqual(['banned.example.com']);
    expect(foreign.policy.acceleration).toBeUndefined();

    const path = `/operator/v1/mini-programs/${appId}/first-party`;
    expect((await operator.call('PUT', path, { firstParty: true })).status).toBe(200);
    const own = await read(platform, appId);
    expect(own.policy.acceleration).toEqual(acceleration);
  });

  it('grants nothing while the mini program is archived', async () => {
    const platform = await startTestPlatform(kind);
    const { appId, owner } = await newProgram(platform);
    const path = `/console/v1/mini-programs/${appId}`;
    const serverDomains = ['https://api.example.com'];
    await owner.call('PUT', `${path}/server-domains`, { version: 1, serverDomains });
    const granted = await read(platform, appId);
    expect(granted.policy.serverDomains).toEqual(serverDomains);

    await owner.call('POST', `${path}/archive`);
    const archived = await read(platform, appId);
    expect(archived.policy.serverDomains).toEqual([]);

    await owner.call('DELETE', `${path}/archive`);
    const back = await read(platform, appId);
    expect(back.policy.serverDomains).toEqual(serverDomains);
  });

  it('is not found where there is no such mini program', async () => {
    const { nobody } = await startTestPlatform(kind);
    expect(await nobody.call('GET', pathOf('mpnobody'))).toMatchObject({
      status: 404,
      body: { error: { code: 'NOT_FOUND' } },
    });
  });

  it('is answered with 304 to who has it, by a strong tag, a weakened one or one of several', async () => {
    const platform = await startTestPlatform(kind);
    const { appId } = await newProgram(platform);
    const { etag } = await read(platform, appId);
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const answer = await platform.nobody.call('GET', pathOf(appId), undefined, { 'if-none-match': known });
      expect(answer).toMatchObject({ status: 304, body: '' });
      expect(answer.headers.get('etag')).toBe(etag);
      expect(answer.headers.get('cache-control')).toContain('max-age=300');
    }
    const other = { 'if-none-match': '"other"' };
    expect((await platform.nobody.call('GET', pathOf(appId), undefined, other)).status).toBe(200);
  });

  it('is missing for nobody for longer than it is: no cache keeps that there is none', async () => {
    const { nobody, signIn } = await startTestPlatform(kind);
    const me = await signIn();
    const answers = [
      await nobody.call('GET', '/client/v1/mini-programs/mpnothing/policy'),
      await nobody.call('GET', '/nowhere'),
      await me.call('GET', '/console/v1/teams'),
      await nobody.call('GET', '/console/v1/teams'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 200, 401]);
    for (const { headers } of answers) expect(headers.get('cache-control')).toBe('no-store');
  });

  it('may be kept by a cache between client and platform, whoever asks', async () => {
    const platform = await startTestPlatform(kind);
    const { appId, owner } = await newProgram(platform);
    const { headers, text } = await read(platform, appId);
    const caching = (headers.get('cache-control') ?? '').split(', ');
    expect(caching).toContain('public');
    expect(caching.map((part) => part.split('=')[0])).toEqual(
      expect.arrayContaining(['max-age', 's-maxage', 'stale-while-revalidate', 'stale-if-error']),
    );
    for (const name of ['set-cookie', 'vary']) expect(headers.has(name)).toBe(false);
    expect((await owner.call('GET', pathOf(appId))).body).toBe(text);
  });

  it('is issued anew seven times in its lifetime, without a new version', async () => {
    const platform = await startTestPlatform(kind);
    const { appId } = await newProgram(platform);
    const issued = new Set<number>();
    for (let hours = 0; hours < 14 * 24; hours += 6) {
      const { policy } = await read(platform, appId);
      const left = policy.expiresAt - platform.clock.now();
      expect(left).toBeGreaterThanOrEqual(6 * DAY);
      expect(left).toBeLessThanOrEqual(7 * DAY);
      expect(policy.version).toBe(1);
      issued.add(policy.issuedAt);
      platform.clock.advance(6 * 3_600_000);
    }
    expect(issued.size).toBeGreaterThanOrEqual(14);
    expect(issued.size).toBeLessThanOrEqual(16);
  });

  it('lives as long as the settings say', async () => {
    const platform = await startTestPlatform(kind, { environment: { MINIGATE_POLICY_DAYS: '2' } });
    const { appId } = await newProgram(platform);
    const { policy } = await read(platform, appId);
    expect(policy.expiresAt - policy.issuedAt).toBe(2 * DAY);
  });
});

describe('the signed policy of a mini program', () => {
  it('is the same on every replica, byte by byte', async () => {
    const database = await emptyDatabase('postgres');
    const environment = { MINIGATE_PUBLIC_URL: 'https://platform.example.com' };
    const one = await startTestPlatform('postgres', { database, environment });
    const other = await startTestPlatform('postgres', { database, environment, clock: one.clock });
    const { appId } = await newProgram(one);
    const there = await read(other, appId);
    const here = await read(one, appId);
    expect(here.text).toBe(there.text);
    expect(here.etag).toBe(there.etag);
  });
});
