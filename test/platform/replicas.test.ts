import { createPolicyFeed } from '@minigate/network';
import type { PolicyKeySet } from '@minigate/policy';
import { describe, expect, it, onTestFinished } from 'vitest';
import { databaseKinds, emptyDatabase } from '../../packages/platform/test/support/databases.ts';
import { EventFollower } from '../../packages/platform/test/support/event-follower.ts';
import { newProgram } from '../../packages/platform/test/support/programs.ts';
import { TestClock } from '../../packages/platform/test/support/test-clock.ts';
import { startTestPlatform } from '../../packages/platform/test/support/test-platform.ts';
import { makeTokenProgram } from '../../packages/platform/test/support/token-program.ts';
import { type AcknowledgedChange, changeDomains } from './support/domain-changes.ts';
import { expectWholeChanges } from './support/history-check.ts';
import { startReplica } from './support/replica-process.ts';
import { isAdmitted, requestToken, resetSecret } from './support/token-requests.ts';

const eventsOf = (appId: string, address: string) =>
  new URL(`/client/v1/mini-programs/${appId}/policy/events`, address);

async function pinned(address: string): Promise<string> {
  const response = await fetch(new URL('/.well-known/jwks.json', address));
  return ((await response.json()) as PolicyKeySet).keys[0]?.kid ?? '';
}

/** A database that has a mini program, whose owner is signed in on every replica. */
async function databaseWithProgram() {
  const database = await emptyDatabase('postgres');
  const first = await startTestPlatform('postgres', { database, clock: new TestClock(Date.now()) });
  const program = await newProgram(first);
  await first.close();
  return { database, program };
}

/** Two replicas, and a mini program that has an AppSecret. */
async function replicasWithSecret() {
  const database = await emptyDatabase('postgres');
  const first = await startTestPlatform('postgres', { database, clock: new TestClock(Date.now()) });
  const program = await makeTokenProgram(first);
  await first.close();
  const [one, other] = await Promise.all([startReplica(database), startReplica(database)]);
  return { one: one.address, other: other.address, program };
}

/** Starting processes takes its time where the machine is busy. */
const timeout = 180_000;

describe('replicas on one PostgreSQL', { timeout }, () => {
  it('tell clients of the one what was changed on the other', async () => {
    const { database, program } = await databaseWithProgram();
    const [one, other] = await Promise.all([startReplica(database), startReplica(database)]);
    const follower = await EventFollower.open(eventsOf(program.appId, other.address));
    expect(await follower.version()).toBe(1);
    let left = 3;
    await changeDomains(
      [program],
      async () => one.address,
      () => (left -= 1) > 0,
    );
    let told: number | undefined = 1;
    while (told !== undefined && told < 4) told = await follower.version();
    expect(told).toBe(4);
  });

  it('bring a change on the one into force in an engine that follows the other', async () => {
    const { database, program } = await databaseWithProgram();
    const [one, other] = await Promise.all([startReplica(database), startReplica(database)]);
    const feed = createPolicyFeed({
      issuer: other.address,
      appId: program.appId,
      thumbprint: await pinned(one.address),
      apply: 'at-once',
    });
    onTestFinished(() => feed.close());
    await feed.ready;
    expect(feed.policy).toMatchObject({ version: 1, serverDomains: [] });
    const taken = new Promise((resolve) => feed.on('policy', resolve));
    await changeDomains(
      [program],
      async () => one.address,
      () => false,
    );
    await taken;
    expect(feed.policy).toMatchObject({ version: 2, serverDomains: ['https://v2.example.com'] });
  });

  it('take the access tokens that the other has issued, at once', async () => {
    const { one, other, program } = await replicasWithSecret();
    const token = await requestToken(one, program, program.secret());
    expect(await isAdmitted(other, token)).toBe(true);
    expect(await requestToken(other, program, program.secret())).toBe(token);

    const next = await requestToken(other, program, program.secret(), { force_refresh: true });
    expect(next).not.toBe(token);
    expect(await isAdmitted(one, next)).toBe(true);
    expect(await isAdmitted(other, token)).toBe(false);
  });

  it('end an access token within a second of a reset on the other, however often it is used', async () => {
    const { one, other, program } = await replicasWithSecret();
    for (const [at, elsewhere] of [
      [one, other],
      [other, one],
    ] as const) {
      const secret = await resetSecret(at, program);
      const token = await requestToken(elsewhere, program, secret);
      expect(await isAdmitted(at, token)).toBe(true);
      await resetSecret(at, program);
      const resetAt = performance.now();
      expect(await isAdmitted(at, token)).toBe(false);
      let admittedAt = 0;
      for (;;) {
        const asked = performance.now();
        if (!(await isAdmitted(elsewhere, token))) break;
        admittedAt = asked - resetAt;
      }
      expect(admittedAt).toBeLessThan(1000);
    }
  });

  it('lose nothing that was acknowledged when one is killed, and go on', async () => {
    const database = await emptyDatabase('postgres');
    const first = await startTestPlatform('postgres', { database });
    const programs = [await newProgram(first), await newProgram(first)];
    const replicas = await Promise.all([startReplica(database), startReplica(database)]);
    const follower = await EventFollower.open(eventsOf(programs[0]?.appId ?? '', replicas[1].address));
    const acknowledged: AcknowledgedChange[] = [];
    let killed: Promise<void> | undefined;
    await changeDomains(
      programs,
      async (program) => {
        const replica = killed === undefined ? replicas[program] : replicas[1];
        return replica?.address ?? '';
      },
      (change) => {
        acknowledged.push(change);
        if (acknowledged.length === 60) killed = replicas[0].kill();
        return acknowledged.length < 200;
      },
    );
    await killed;
    await expectWholeChanges(
      first,
      programs.map(({ appId }) => appId),
      acknowledged,
    );
    const last = Math.max(
      ...acknowledged.filter(({ appId }) => appId === programs[0]?.appId).map(({ version }) => version),
    );
    let told: number | undefined = 0;
    while (told !== undefined && told < last) told = await follower.version();
    expect(told).toBeGreaterThanOrEqual(last);
  });

  it('tell their clients to come back when they are stopped', async () => {
    const { database, program } = await databaseWithProgram();
    const replica = await startReplica(database);
    const follower = await EventFollower.open(eventsOf(program.appId, replica.address));
    expect(await follower.version()).toBe(1);
    const [goodbye, code] = await Promise.all([follower.next('reconnect'), replica.stop()]);
    expect(goodbye?.retry).toMatch(/^\d+$/);
    expect(code).toBe(0);
    expect(await follower.ended).toBe(true);
  });
});

describe.each(databaseKinds)(
  'platforms that start together on an empty database, on %s',
  { timeout },
  (kind) => {
    it('make its tables and its signing key once', async () => {
      const database = await emptyDatabase(kind);
      const started = await Promise.all([1, 2].map(() => startReplica(database)));
      const keys = await Promise.all(started.map(({ address }) => pinned(address)));
      expect(keys[0]).toMatch(/^[\w-]{43}$/);
      expect(keys[1]).toBe(keys[0]);
    });
  },
);
