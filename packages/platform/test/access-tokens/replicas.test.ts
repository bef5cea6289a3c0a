import { describe, expect, it, vi } from 'vitest';
import { databaseKinds, type DatabaseKind, emptyDatabase } from '../support/databases.ts';
import { TestClock } from '../support/test-clock.ts';
import { startTestPlatform } from '../support/test-platform.ts';
import { askForToken, getToken, isValid, makeTokenProgram } from '../support/token-program.ts';

async function startTwo(kind: DatabaseKind) {
  const database = await emptyDatabase(kind);
  const clock = new TestClock();
  const first = await startTestPlatform(kind, { database, clock });
  const second = await startTestPlatform(kind, { database, clock });
  return { first, second, clock, program: await makeTokenProgram(first) };
}

describe.each(databaseKinds)('access tokens on two replicas of %s', (kind) => {
  it('are the same for all who ask at the same moment', async () => {
    const { first, second, clock, program } = await startTwo(kind);
    for (const wait of [0, 6900_000, 7200_000]) {
      clock.advance(wait);
      const asked = Array.from({ length: 40 }, (_, index) =>
        getToken(index % 2 === 0 ? first : second, program),
      );
      const given = await Promise.all(asked);
      expect(new Set(given.map((token) => token.access_token)).size).toBe(1);
      expect(given[0]?.expires_in).toBe(7200);
    }
  });

  it('are valid on the other at once, also when it has just refused an older one', async () => {
    const { first, second, program } = await startTwo(kind);
    const older = await getToken(first, program);
    expect(await isValid(second, older.access_token)).toBe(true);
    const newer = await getToken(first, program, { force_refresh: true });
    expect(await isValid(second, newer.access_token)).toBe(true);
  });

  it('are dead on the other no later than a second after a reset, though nothing was announced', async () => {
    const { first, second, clock, program } = await startTwo(kind);
    const { access_token: token } = await getToken(first, program);
    expect(await isValid(second, token)).toBe(true);
    await program.reset();
    clock.advance(1000);
    expect(await isValid(first, token)).toBe(false);
    expect(await isValid(second, token)).toBe(false);
  });
});

describe.each(databaseKinds)('access tokens on replicas of %s whose clocks differ by an hour', (kind) => {
  it('are the same on both, valid on both, and end on both', async () => {
    const database = await emptyDatabase(kind);
    const behind = await startTestPlatform(kind, { database, clock: new TestClock() });
    const ahead = await startTestPlatform(kind, { database, clock: new TestClock() });
    ahead.clock.advance(3600_000);
    const program = await makeTokenProgram(behind);

    const given = await getToken(ahead, program);
    expect(given.expires_in).toBe(7200);
    expect(await getToken(behind, program)).toEqual(given);
    expect(await isValid(behind, given.access_token)).toBe(true);

    const forced = await getToken(ahead, program, { force_refresh: true });
    expect(await isValid(behind, forced.access_token)).toBe(true);
    expect((await askForToken(ahead, program, { force_refresh: true })).status).toBe(429);

    // A leaked token can be ended by whichever replica is asked.
    const again = await getToken(behind, program, { force_refresh: true });
    for (const replica of [behind, ahead]) {
      replica.clock.advance(1000);
      expect(await isValid(replica, again.access_token)).toBe(true);
      expect(await isValid(replica, forced.access_token)).toBe(false);
      expect(await isValid(replica, given.access_token)).toBe(false);
    }
  });
});

describe('an announcement between replicas', () => {
  it('ends access tokens on the other before the second is over', async () => {
    const { first, second, program } = await startTwo('postgres');
    const { access_token: token } = await getToken(first, program);
    expect(await isValid(second, token)).toBe(true);
    await program.reset();
    await vi.waitFor(async () => expect(await isValid(second, token)).toBe(false), { timeout: 1000 });

    const next = await getToken(second, program);
    expect(await isValid(first, next.access_token)).toBe(true);
    await getToken(second, program, { force_refresh: true });
    await vi.waitFor(async () => expect(await isValid(first, next.access_token)).toBe(false), {
      timeout: 1000,
    });
  });
});
