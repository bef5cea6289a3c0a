import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Announcement } from '../src/database/announcements.ts';
import { Listener } from '../src/database/listener.ts';
import { emptyDatabase } from './support/databases.ts';
import { EventFollower } from './support/event-follower.ts';
import { newProgram } from './support/programs.ts';
import { startTestPlatform } from './support/test-platform.ts';

const times = { heartbeat: 50, patience: 500, pause: 10, longestPause: 50 };

async function ask(url: string, query: string, values: unknown[] = []): Promise<number> {
  const client = new pg.Client({ connectionString: url, application_name: 'test' });
  await client.connect();
  try {
    return (await client.query(query, values)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

/** Ends the connections of that name to the database of this URL, and says how many there were. */
function terminate(url: string, name: string): Promise<number> {
  return ask(
    url,
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = $1`,
    [name],
  );
}

/** A listener, and what it hears. */
async function listen(url: string, through = url) {
  const heard: Announcement[] = [];
  let wake = () => {};
  const listener = new Listener(
    through,
    (announcement) => {
      heard.push(announcement);
      wake();
    },
    () => {},
    times,
  );
  await listener.start();
  onTestFinished(() => listener.stop());
  const next = async (): Promise<Announcement> => {
    for (;;) {
      const announcement = heard.shift();
      if (announcement !== undefined) return announcement;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  return { listener, next, heard };
}

const notify = (url: string, appId: string) =>
  ask(url, 'select pg_notify($1, $2)', ['minigate', JSON.stringify({ kind: 'policy', appId })]);

/** A proxy that can be cut like a cable: nobody is told. */
async function cable(url: string) {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
    near.pipe(far).pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const through = new URL(url);
  through.port = String((server.address() as AddressInfo).port);
  const cut = () => {
    for (const socket of sockets) {
      socket.unpipe();
      socket.pause();
    }
  };
  return { url: through.href, cut };
}

describe('who listens on PostgreSQL', () => {
  it('hears what others announce', async () => {
    const url = (await emptyDatabase('postgres')).environment['DATABASE_URL'] ?? '';
    const { next } = await listen(url);
    await notify(url, 'demo');
    expect(await next()).toEqual({ kind: 'policy', appId: 'demo' });
  });

  it('comes back after its connection was ended, again and again, and says that it may have missed some', async () => {
    const url = (await emptyDatabase('postgres')).environment['DATABASE_URL'] ?? '';
    const { next } = await listen(url);
    for (let round = 0; round < 5; round += 1) {
      expect(await terminate(url, 'minigate listener')).toBe(1);
      expect(await next()).toEqual({ kind: 'anything' });
      await notify(url, `demo${round}`);
      expect(await next()).toEqual({ kind: 'policy', appId: `demo${round}` });
    }
  });

  it('notices a connection that is cut without a word', async () => {
    const url = (await emptyDatabase('postgres')).environment['DATABASE_URL'] ?? '';
    const between = await cable(url);
    const { next } = await listen(url, between.url);
    between.cut();
    await notify(url, 'missed');
    expect(await next()).toEqual({ kind: 'anything' });
    await notify(url, 'heard');
    expect(await next()).toEqual({ kind: 'policy', appId: 'heard' });
  });

  it('leaves no connection behind, also when it stops in the middle of coming back', async () => {
    const url = (await emptyDatabase('postgres')).environment['DATABASE_URL'] ?? '';
    const { listener, heard } = await listen(url);
    await terminate(url, 'minigate listener');
    await listener.stop();
    const open =
      'select 1 from pg_stat_activity where datname = current_database() and application_name = $1';
    while ((await ask(url, open, ['minigate listener'])) > 0);
    expect(heard).toEqual([]);
  });
});

describe('a platform whose connections to PostgreSQL are ended', () => {
  it('tells its clients what was changed on another replica in between', async () => {
    const database = await emptyDatabase('postgres');
    const url = database.environment['DATABASE_URL'] ?? '';
    const one = await startTestPlatform('postgres', { database });
    const { appId, owner } = await newProgram(one);
    const other = await startTestPlatform('postgres', { database });
    const path = `/client/v1/mini-programs/${appId}/policy/events`;
    const follower = await EventFollower.open(new URL(path, other.address));
    expect(await follower.version()).toBe(1);
    for (const version of [1, 2, 3]) {
      expect(await terminate(url, 'minigate listener')).toBeGreaterThan(0);
      const changed = await owner.call('PUT', `/console/v1/mini-programs/${appId}/server-domains`, {
        version,
        serverDomains: [`https://v${version}.example.com`],
      });
      expect(changed.status).toBe(200);
      expect(await follower.version()).toBe(version + 1);
    }
  });

  it('lives on, also if they are ended in the middle of a change', async () => {
    const database = await emptyDatabase('postgres');
    const url = database.environment['DATABASE_URL'] ?? '';
    const platform = await startTestPlatform('postgres', { database });
    let goOn = () => {};
    const ended = new Promise<void>((resolve) => (goOn = resolve));
    let changed: Promise<void> | undefined;
    await new Promise<void>((begun) => {
      changed = platform.core.storage.change(async ({ tx }) => {
        await tx.updateTable('platform_state').set({ revised_at: 1 }).execute();
        begun();
        await ended;
        await tx.updateTable('platform_state').set({ revised_at: 2 }).execute();
      });
    });
    expect(await terminate(url, 'minigate')).toBeGreaterThan(0);
    goOn();
    await expect(changed).rejects.toThrow(/terminat|connection/i);
    // Idle connections that were ended leave the pool when they are noticed.
    while ((await platform.nobody.call('GET', '/readyz')).status !== 200);
    const { revised_at: at } = await platform.core.storage.db
      .selectFrom('platform_state')
      .select('revised_at')
      .executeTakeFirstOrThrow();
    expect(at).toBe(0);
  });
});
