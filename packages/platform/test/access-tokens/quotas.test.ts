import { describe, expect, it } from 'vitest';
import { databaseKinds, emptyDatabase } from '../support/databases.ts';
import { TestClock } from '../support/test-clock.ts';
import { startTestPlatform, type TestPlatform } from '../support/test-platform.ts';
import { askForToken, getToken, makeTokenProgram, type TokenProgram } from '../support/token-program.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

async function limitRequests(platform: TestPlatform, accessTokens: object): Promise<void> {
  const operator = await platform.signIn({ operator: true });
  const { revision } = (await operator.call('GET', '/operator/v1/platform')).body as { revision: number };
  const serverDomains = { maxEntries: null, changesPerMonth: null };
  const limits = { serverDomains, accessTokens };
  const answer = await operator.call('PUT', '/operator/v1/platform/limits', { revision, limits });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}

/** Requests with the right AppSecret, many at a time. @returns how many of each status */
async function askOften(
  platform: TestPlatform,
  program: TokenProgram,
  times: number,
): Promise<Record<number, number>> {
  const statuses = new Map<number, number>();
  let left = times;
  const askOn = async () => {
    while (left > 0) {
      left -= 1;
      const { status } = await askForToken(platform, program);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: 8 }, askOn));
  return Object.fromEntries(statuses) as Record<number, number>;
}

describe.each(databaseKinds)('requests for an access token, on %s', (kind) => {
  it('are as many a minute and a day as operators let one program make, on both replicas together', async () => {
    const database = await emptyDatabase(kind);
    const clock = new TestClock();
    const first = await startTestPlatform(kind, { database, clock });
    const second = await startTestPlatform(kind, { database, clock });
    const program = await makeTokenProgram(first);
    const other = await makeTokenProgram(first);
    await limitRequests(first, { requestsPerMinute: 200, requestsPerDay: 300 });
    clock.advance(1000);
    expect(await askOften(first, program, 120)).toEqual({ 200: 120 });
    // Each replica tells the other after a hundredth of the limit: that much of each can pass beyond it.
    const { 200: given = 0, 429: refused } = await askOften(second, program, 100);
    expect(given).toBeGreaterThanOrEqual(80);
    expect(given).toBeLessThanOrEqual(82);
    expect(refused).toBe(100 - given);

    const late = await askForToken(second, program);
    expect(late).toMatchObject({ status: 429, body: { error: { code: 'QUOTA_EXCEEDED' } } });
    expect(late.headers.get('retry-after')).toBe('59');
    expect((await askForToken(second, other)).status).toBe(200);

    clock.advance(59_000);
    expect((await askOften(second, program, 110))[200]).toBeLessThanOrEqual(103);
    const tomorrow = await askForToken(second, program);
    expect(tomorrow).toMatchObject({ status: 429, body: { error: { code: 'QUOTA_EXCEEDED' } } });
    expect(Number(tomorrow.headers.get('retry-after'))).toBeGreaterThan(3600);
    clock.advance(DAY);
    expect((await askForToken(second, program)).status).toBe(200);
  });

  it('with wrong AppSecrets are refused faster after ten, and are no way to lock the right one out', async () => {
    const platform = await startTestPlatform(kind, {
      environment: { MINIGATE_TRUSTED_PROXIES: '127.0.0.1' },
    });
    const program = await makeTokenProgram(platform);
    const guess = (address: string) =>
      platform.nobody.call(
        'POST',
        '/open-api/v1/access-token',
        { app_id: program.appId, app_secret: 'f'.repeat(64) },
        { 'x-forwarded-for': address },
      );
    for (let times = 0; times < 10; times += 1) expect((await guess('192.0.2.1')).status).toBe(401);
    const throttled = await guess('192.0.2.1');
    expect(throttled).toMatchObject({ status: 429, body: { error: { code: 'TOO_MANY_REQUESTS' } } });
    expect(throttled.headers.get('retry-after')).toBe('300');
    expect((await guess('192.0.2.2')).status).toBe(401);

    const right = await platform.nobody.call(
      'POST',
      '/open-api/v1/access-token',
      { app_id: program.appId, app_secret: program.secret() },
      { 'x-forwarded-for': '192.0.2.1' },
    );
    expect(right.status).toBe(200);

    platform.clock.advance(5 * MINUTE);
    expect((await guess('192.0.2.1')).status).toBe(401);
  });

  it('from one /64 network of IPv6 count as from one client', async () => {
    const platform = await startTestPlatform(kind, {
      environment: { MINIGATE_TRUSTED_PROXIES: '127.0.0.1' },
    });
    const { appId } = await makeTokenProgram(platform);
    const guess = (address: string) =>
      platform.nobody.call(
        'POST',
        '/open-api/v1/access-token',
        { app_id: appId, app_secret: 'f'.repeat(64) },
        { 'x-forwarded-for': address },
      );
    for (let times = 0; times < 10; times += 1) {
      expect((await guess(`2001:db8:0:1::${times}`)).status).toBe(401);
    }
    expect((await guess('2001:db8::1:1:2:3:4')).status).toBe(429);
    expect((await guess('2001:db8:0:2::1')).status).toBe(401);
  });

  it('leave an entry in the audit log for wrong AppSecrets, but not without end', async () => {
    const platform = await startTestPlatform(kind);
    const program = await makeTokenProgram(platform);
    await getToken(platform, program, { force_refresh: true });
    const wrong = { appId: program.appId, secret: () => 'f'.repeat(64) };
    for (let times = 0; times < 15; times += 1) await askForToken(platform, wrong);
    const entries = await platform.core.storage.db
      .selectFrom('audit_entry')
      .select(['action', 'outcome', 'actor_kind', 'details', 'team_id', 'address'])
      .where('app_id', '=', program.appId)
      .where('action', 'like', 'access-token%')
      .orderBy('sequence')
      .execute();
    expect(entries[0]).toMatchObject({
      action: 'access-token.force-refresh',
      outcome: 'done',
      actor_kind: 'program',
      team_id: program.teamId,
    });
    expect(entries.slice(1)).toEqual(
      Array.from({ length: 10 }, () => ({
        action: 'access-token.give',
        outcome: 'refused',
        actor_kind: 'nobody',
        details: JSON.stringify({ code: 'INVALID_CLIENT' }),
        team_id: program.teamId,
        address: '127.0.0.1',
      })),
    );
  });
});
