import { describe, expect, it } from 'vitest';
import { databaseKinds, emptyDatabase } from '../../packages/platform/test/support/databases.ts';
import { tablesOf } from '../../packages/platform/test/support/tables.ts';
import { startTestPlatform } from '../../packages/platform/test/support/test-platform.ts';
import { killWhileStarting, startReplica } from './support/replica-process.ts';

describe.each(databaseKinds)('a first start that is killed in the middle, on %s', (kind) => {
  it('is made good by the next one', { timeout: 300_000 }, async () => {
    const begun = performance.now();
    const whole = await emptyDatabase(kind);
    const first = await startReplica(whole);
    const duration = performance.now() - begun;
    await first.kill();
    const wanted = await tablesOf(await startTestPlatform(kind, { database: whole }));

    for (const part of [0.3, 0.5, 0.6, 0.7, 0.8, 0.9]) {
      const database = await emptyDatabase(kind);
      await killWhileStarting(database, duration * part);
      const next = await startTestPlatform(kind, { database });
      expect(await tablesOf(next)).toEqual(wanted);
      expect((await next.nobody.call('GET', '/readyz')).status).toBe(200);
      const { owner, teamId } = await next.team();
      const made = await owner.call('POST', `/console/v1/teams/${teamId}/mini-programs`, { name: 'Weather' });
      expect(made.status).toBe(201);
    }
  });
});
