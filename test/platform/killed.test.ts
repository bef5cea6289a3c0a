import { describe, expect, it } from 'vitest';
import { databaseKinds, emptyDatabase } from '../../packages/platform/test/support/databases.ts';
import { newProgram, type TestProgram } from '../../packages/platform/test/support/programs.ts';
import { startTestPlatform } from '../../packages/platform/test/support/test-platform.ts';
import { type AcknowledgedChange, changeDomains } from './support/domain-changes.ts';
import { expectWholeChanges } from './support/history-check.ts';
import { type Replica, startReplica } from './support/replica-process.ts';

describe.each(databaseKinds)('kill -9 in the middle of 1,000 changes, on %s', (kind) => {
  it('loses none that was acknowledged and leaves none half done', { timeout: 300_000 }, async () => {
    const database = await emptyDatabase(kind);
    const first = await startTestPlatform(kind, { database });
    const programs: TestProgram[] = [];
    for (let count = 0; count < 5; count += 1) programs.push(await newProgram(first));
    await first.close();

    const killedAt = [150, 400, 700];
    const acknowledged: AcknowledgedChange[] = [];
    let running: Promise<Replica> = startReplica(database);
    const killAndStart = async (replica: Replica) => {
      await replica.kill();
      return startReplica(database);
    };
    await changeDomains(
      programs,
      async () => (await running).address,
      (change) => {
        acknowledged.push(change);
        if (acknowledged.length === killedAt[0]) {
          killedAt.shift();
          running = running.then(killAndStart);
        }
        return acknowledged.length < 1000;
      },
    );
    expect(killedAt).toEqual([]);
    await (await running).kill();

    const after = await startTestPlatform(kind, { database });
    await expectWholeChanges(
      after,
      programs.map(({ appId }) => appId),
      acknowledged,
    );
  });
});
