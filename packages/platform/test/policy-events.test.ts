import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EventStream } from '../src/policies/event-stream.ts';
import { databaseKinds, emptyDatabase } from './support/databases.ts';
import { EventFollower } from './support/event-follower.ts';
import { newProgram } from './support/programs.ts';
import { startTestPlatform, type TestPlatform, type Visitor } from './support/test-platform.ts';

function follow(platform: TestPlatform, appId: string, headers: Readonly<Record<string, string>> = {}) {
  const url = new URL(`/client/v1/mini-programs/${appId}/policy/events`, platform.address);
  return EventFollower.open(url, headers);
}

/** @param version of the server domains that are replaced */
async function change(owner: Visitor, appId: string, version: number): Promise<void> {
  const { status } = await owner.call('PUT', `/console/v1/mini-programs/${appId}/server-domains`, {
    version,
    serverDomains: [`https://v${version}.example.com`],
  });
  expect(status).toBe(200);
}

describe.each(databaseKinds)('announcements of policies, on %s', (kind) => {
  it('begin with the version that is in force, and go on with each later one', async () => {
    const platform = await startTestPlatform(kind);
    const { appId, owner } = await newProgram(platform);
    const follower = await follow(platform, appId);
    expect(follower.status).toBe(200);
    expect(follower.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
    });
    expect(await follower.next('policy')).toEqual({
      event: 'policy',
      id: '1',
      data: '{"version":1}',
      retry: undefined,
    });
    await change(owner, appId, 1);
    expect(await follower.version()).toBe(2);
    await change(owner, appId, 2);
    expect(await follower.version()).toBe(3);
  });

  it('say nothing at first to a client whose Last-Event-ID is that version', async () => {
    const platform = await startTestPlatform(kind);
    const { appId, owner } = await newProgram(platform);
    const informed = await follow(platform, appId, { 'last-event-id': '1' });
    const behind = await follow(platform, appId, { 'last-event-id': '0' });
    expect(await behind.version()).toBe(1);
    await change(owner, appId, 1);
    expect(await informed.version()).toBe(2);
  });

  it('tell every program of a change for the whole platform, and others of no foreign change', async () => {
    const platform = await startTestPlatform(kind);
    const one = await newProgram(platform);
    const other = await newProgram(platform);
    const operator = await platform.signIn({ operator: true });
    const followers = await Promise.all([one, other].map(({ appId }) => follow(platform, appId)));
    expect(await Promise.all(followers.map((follower) => follower.version()))).toEqual([1, 1]);
    await change(one.owner, one.appId, 1);
    const { revision } = (await operator.call('GET', '/operator/v1/platform')).body as { revision: number };
    const banned = { revision, bannedHosts: ['banned.example.com'] };
    expect((await operator.call('PUT', '/operator/v1/platform/banned-hosts', banned)).status).toBe(200);
    expect(await followers[1]?.version()).toBe(2);
    const versions = [await followers[0]?.version()];
    if (versions[0] === 2) versions.push(await followers[0]?.version());
    expect(versions.at(-1)).toBe(3);
  });

  it('are not found where there is no such mini program', async () => {
    const platform = await startTestPlatform(kind);
    const follower = await follow(platform, 'mpnobody');
    expect(follower.status).toBe(404);
    expect(await follower.ended).toBe(true);
  });

  it('end cleanly when the mini program is gone', async () => {
    const platform = await startTestPlatform(kind);
    const { appId } = await newProgram(platform);
    const follower = await follow(platform, appId);
    expect(await follower.version()).toBe(1);
    await platform.core.storage.change(async ({ tx, announce }) => {
      await tx.deleteFrom('mini_program').where('app_id', '=', appId).execute();
      announce({ kind: 'policy', appId });
    });
    expect(await follower.next('policy')).toBeUndefined();
    expect(await follower.ended).toBe(true);
  });

  it('tell clients to come back, each after another time, when the platform is stopped', async () => {
    const platform = await startTestPlatform(kind);
    const { appId } = await newProgram(platform);
    const followers = await Promise.all([1, 2, 3, 4].map(() => follow(platform, appId)));
    await Promise.all(followers.map((follower) => follower.version()));
    const [goodbyes] = await Promise.all([
      Promise.all(followers.map((follower) => follower.next('reconnect'))),
      platform.close(),
    ]);
    const times = goodbyes.map((goodbye) => Number(goodbye?.retry));
    for (const time of times) expect(time).toBeGreaterThanOrEqual(1000);
    expect(new Set(times).size).toBeGreaterThan(1);
    expect(await Promise.all(followers.map(({ ended }) => ended))).toEqual([true, true, true, true]);
  });

  it('go to so many clients of one address, and to so many at all', async () => {
    const environment = { MINIGATE_EVENT_STREAMS: '3', MINIGATE_EVENT_STREAMS_PER_ADDRESS: '2' };
    const platform = await startTestPlatform(kind, {
      environment: { ...environment, MINIGATE_TRUSTED_PROXIES: '127.0.0.1' },
    });
    const { appId } = await newProgram(platform);
    const from = (address: string) => follow(platform, appId, { 'x-forwarded-for': address });
    const first = await from('203.0.113.1');
    await first.version();
    await (await from('203.0.113.1')).version();
    const third = await from('203.0.113.1');
    expect([third.status, third.headers['retry-after']]).toEqual([429, '30']);
    await (await from('2001:db8::1')).version();
    expect((await from('2001:db8:1::2')).status).toBe(503);

    first.close();
    // The place is free when the platform has seen the client go.
    let again = await from('203.0.113.1');
    while (again.status !== 200) again = await from('203.0.113.1');
    expect(await again.version()).toBe(1);
  });

  it('count the addresses of one IPv6 network as one', async () => {
    const platform = await startTestPlatform(kind, {
      environment: { MINIGATE_EVENT_STREAMS_PER_ADDRESS: '1', MINIGATE_TRUSTED_PROXIES: '127.0.0.1' },
    });
    const { appId } = await newProgram(platform);
    const from = (address: string) => follow(platform, appId, { 'x-forwarded-for': address });
    expect((await from('2001:db8:0:1::1')).status).toBe(200);
    expect((await from('2001:db8:0:1:ffff::2')).status).toBe(429);
    expect((await from('2001:db8:0:2::1')).status).toBe(200);
    expect((await from('::ffff:203.0.113.1')).status).toBe(200);
    expect((await from('::ffff:203.0.113.2')).status).toBe(200);
  });
});

describe('announcements between replicas', () => {
  it('go from the one that has changed something to clients of the other', async () => {
    const database = await emptyDatabase('postgres');
    const one = await startTestPlatform('postgres', { database });
    const other = await startTestPlatform('postgres', { database });
    const { appId, owner } = await newProgram(one);
    const follower = await follow(other, appId);
    expect(await follower.version()).toBe(1);
    await change(owner, appId, 1);
    expect(await follower.version()).toBe(2);
  });
});

describe('a stream of events', () => {
  /** A stream to a client over a real connection. */
  async function open(heartbeat: number) {
    const server = createServer();
    const ended = { told: () => {} };
    const end = new Promise<void>((resolve) => (ended.told = resolve));
    const stream = new Promise<EventStream>((resolve) => {
      server.once('request', (_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        resolve(new EventStream(response, heartbeat, ended.told));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    return { port, stream, ended: end };
  }

  it('gives signs of life that are no events', async () => {
    const { port, stream } = await open(5);
    const follower = await EventFollower.open(new URL(`http://127.0.0.1:${port}`));
    expect(await follower.next('')).toMatchObject({ data: '', id: undefined });
    expect(await follower.next('')).toMatchObject({ data: '', id: undefined });
    (await stream).end();
    expect(await follower.ended).toBe(true);
  });

  it('drops a client that does not read, and keeps nothing for it', async () => {
    const { port, stream, ended } = await open(60_000);
    const client = connect(port, '127.0.0.1').pause();
    onTestFinished(() => void client.destroy());
    client.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
    const slow = await stream;
    let dropped = false;
    void ended.then(() => (dropped = true));
    // What the systems of both sides hold for it is filled first.
    for (let sent = 0; !dropped; sent += 1) {
      expect(sent).toBeLessThan(100_000);
      slow.send(`data: ${'x'.repeat(1000)}\n\n`);
      await new Promise(setImmediate);
    }
  });
});
