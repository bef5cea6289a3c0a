import { describe, expect, it } from 'vitest';
import { databaseKinds } from '../support/databases.ts';
import { startTestPlatform } from '../support/test-platform.ts';
import { askForToken, getToken, makeTokenProgram } from '../support/token-program.ts';

const SECOND = 1000;

describe.each(databaseKinds)('what the console shows of access tokens, on %s', (kind) => {
  it('is when they end and how much of the quotas is used up, and no token', async () => {
    const platform = await startTestPlatform(kind);
    const program = await makeTokenProgram(platform);
    const path = `/console/v1/mini-programs/${program.appId}/access-tokens`;
    const show = async () => (await program.owner.call('GET', path)).body;
    expect(await show()).toMatchObject({ tokens: [], quota: { day: { used: 0, limit: 500_000 } } });

    const issuedAt = platform.clock.now();
    const first = await getToken(platform, program);
    platform.clock.advance(2 * SECOND);
    await getToken(platform, program);
    const endsAt = issuedAt + 7200 * SECOND;
    expect(await show()).toMatchObject({
      tokens: [{ issuedAt, endsAt }],
      quota: { day: { used: 2 }, forced: { used: 0, limit: 20 } },
    });
    expect(JSON.stringify(await show())).not.toContain(first.access_token);

    platform.clock.advance(6950 * SECOND);
    const renewedAt = platform.clock.now();
    await getToken(platform, program);
    expect(await show()).toMatchObject({
      tokens: [
        { issuedAt: renewedAt, endsAt: renewedAt + 7200 * SECOND },
        { issuedAt, endsAt },
      ],
    });

    platform.clock.advance(SECOND);
    expect((await askForToken(platform, program, { force_refresh: true })).status).toBe(200);
    expect(await show()).toMatchObject({
      tokens: [{ endsAt: platform.clock.now() + 7200 * SECOND }],
      quota: { forced: { used: 1 } },
    });

    platform.clock.advance(7200 * SECOND);
    expect(await show()).toMatchObject({ tokens: [] });
  });
});
