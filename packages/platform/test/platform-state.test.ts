import { describe, expect, it } from 'vitest';
import { databaseKinds, emptyDatabase } from './support/databases.ts';
import { newProgram } from './support/programs.ts';
import { startTestPlatform } from './support/test-platform.ts';

const base = '/operator/v1/platform';

describe.each(databaseKinds)('what operators set for the whole platform, on %s', (kind) => {
  it('is nothing at first, and belongs to operators alone', async () => {
    const platform = await startTestPlatform(kind);
    const operator = await platform.signIn({ operator: true });
    expect((await operator.call('GET', base)).body).toEqual({
      revision: 0,
      revisedAt: 0,
      bannedHosts: [],
      acceleration: {},
      limits: { serverDomains: { maxEntries: null, changesPerMonth: null } },
      profile: { name: 'binance', bannedHosts: ['api.binance.com'] },
      inForce: { serverDomains: { maxEntries: 200, changesPerMonth: 'unlimited' } },
    });
    const { owner } = await platform.team();
    const body = { revision: 0, bannedHosts: ['a.example'] };
    expect((await owner.call('GET', base)).status).toBe(403);
    expect((await owner.call('PUT', `${base}/banned-hosts`, body)).status).toBe(403);
    expect((await operator.call('GET', '/operator/v1/audit?action=platform')).body).toMatchObject({
      entries: [{ action: 'platform.ban-hosts', outcome: 'refused', actor: { id: owner.userId } }],
    });
  });

  it('bans hosts: an entry with one grants nothing from then on, and the console says so', async () => {
    const platform = await startTestPlatform(kind);
    const operator = await platform.signIn({ operator: true });
    const { owner, path } = await newProgram(platform);
    const serverDomains = ['https://a.example', 'https://b.example:8443'];
    await owner.call('PUT', `${path}/server-domains`, { version: 1, serverDomains });
    const heard = new Set<string>();
    platform.core.storage.announcements.listen(({ kind: told }) => heard.add(told));

    platform.clock.advance(5000);
    const banned = await operator.call('PUT', `${base}/banned-hosts`, {
      revision: 0,
      bannedHosts: ['B.Example.', 'b.example', 'x.example'],
    });
    expect(banned).toMatchObject({
      status: 200,
      body: { revision: 1, revisedAt: platform.clock.now(), bannedHosts: ['b.example', 'x.example'] },
    });
    await expect.poll(() => [...heard]).toEqual(['platform']);
    expect((await operator.call('GET', '/operator/v1/audit?action=platform')).body).toMatchObject({
      entries: [{ details: { revision: 1, added: ['b.example', 'x.example'], removed: [] } }],
    });

    expect((await owner.call('GET', `${path}/server-domains`)).body).toMatchObject({
      version: 2,
      serverDomains,
      issues: [{ list: 'all', index: 1, entry: 'https://b.example:8443', ok: false, code: 'BANNED_HOST' }],
    });
    const add = { version: 2, serverDomains: ['https://x.example'] };
    expect(await owner.call('POST', `${path}/server-domains/add`, add)).toMatchObject({
      status: 422,
      body: { error: { details: { entries: [{ code: 'BANNED_HOST' }] } } },
    });
    const remove = { version: 2, serverDomains: ['https://b.example:8443'] };
    expect((await owner.call('POST', `${path}/server-domains/remove`, remove)).body).toMatchObject({
      version: 3,
      serverDomains: ['https://a.example'],
    });
    const restore = { version: 2 };
    expect((await owner.call('POST', `${path}/server-domains/restore`, restore)).status).toBe(422);
    expect(
      (await owner.call('POST', `${path}/server-domains/restore`, { ...restore, partial: true })).body,
    ).toMatchObject({ changed: false, serverDomains: ['https://a.example'] });
  });

  it('is changed by one at a time: who saw an older revision is told', async () => {
    const platform = await startTestPlatform(kind);
    const operator = await platform.signIn({ operator: true });
    const results = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) =>
        operator.call('PUT', `${base}/banned-hosts`, { revision: 0, bannedHosts: [`${name}.example`] }),
      ),
    );
    expect(results.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(results.filter(({ status }) => status === 409)).toHaveLength(3);
    expect(results.find(({ status }) => status === 409)?.body).toMatchObject({
      error: { code: 'CONFLICT', details: { revision: 1 } },
    });
    const { body } = await operator.call('GET', base);
    const { bannedHosts } = body as { bannedHosts: string[] };
    const same = await operator.call('PUT', `${base}/banned-hosts`, { revision: 1, bannedHosts });
    expect(same.body).toEqual(body);
  });

  it('takes hosts only as what is banned, and an object of bounded size as acceleration', async () => {
    const platform = await startTestPlatform(kind);
    const operator = await platform.signIn({ operator: true });
    const hosts = { revision: 0, bannedHosts: ['a.example', 'https://b.example/'] };
    expect(await operator.call('PUT', `${base}/banned-hosts`, hosts)).toMatchObject({
      status: 422,
      body: {
        error: {
          code: 'INVALID_BANNED_HOSTS',
          details: { issues: [{ code: 'INVALID_BANNED_HOST', at: 'bannedHosts[1]' }] },
        },
      },
    });
    const put = (acceleration: unknown) =>
      operator.call('PUT', `${base}/acceleration`, { revision: 0, acceleration });
    expect((await put(['a'])).status).toBe(400);
    expect(await put({ note: 'x'.repeat(64 * 1024) })).toMatchObject({
      status: 422,
      body: { error: { code: 'INVALID_ACCELERATION' } },
    });
    const deep = `{"revision":0,"acceleration":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`;
    expect(await operator.call('PUT', `${base}/acceleration`, deep)).toMatchObject({ status: 422 });
    expect((await put({ note: 'nul \u0000' })).body).toMatchObject({
      revision: 1,
      acceleration: { note: 'nul \u0000' },
    });
  });

  it('limits entries of a list; one that has more already may only become shorter', async () => {
    const platform = await startTestPlatform(kind);
    const operator = await platform.signIn({ operator: true });
    const { owner, path } = await newProgram(platform);
    const hosts = ['a', 'b', 'c', 'd'].map((name) => `https://${name}.example`);
    await owner.call('PUT', `${path}/server-domains`, { version: 1, serverDomains: hosts });
    const limits = { serverDomains: { maxEntries: 2, changesPerMonth: null } };
    const set = await operator.call('PUT', `${base}/limits`, { revision: 0, limits });
    expect(set.body).toMatchObject({ inForce: { serverDomains: { maxEntries: 2 } } });

    const put = (version: number, serverDomains: readonly string[]) =>
      owner.call('PUT', `${path}/server-domains`, { version, serverDomains });
    expect((await put(2, ['https://e.example', ...hosts])).status).toBe(422);
    expect((await put(2, hosts.slice(1))).status).toBe(200);
    expect((await put(3, hosts.slice(2))).status).toBe(200);
    expect((await put(4, hosts.slice(1))).status).toBe(422);
  });

  it('limits changes in a calendar month; what changes nothing costs nothing', async () => {
    const database = await emptyDatabase(kind);
    const platform = await startTestPlatform(kind, { database });
    const operator = await platform.signIn({ operator: true });
    const { owner, path, teamId } = await newProgram(platform);
    const limits = { serverDomains: { maxEntries: null, changesPerMonth: 2 } };
    await operator.call('PUT', `${base}/limits`, { revision: 0, limits });
    let editor = owner;
    const put = (version: number, ...names: string[]) =>
      editor.call('PUT', `${path}/server-domains`, {
        version,
        serverDomains: names.map((name) => `https://${name}.example`),
      });
    expect((await put(1, 'a')).status).toBe(200);
    expect((await put(2, 'a')).body).toMatchObject({ changed: false });
    expect((await put(2, 'b')).status).toBe(200);
    expect((await put(3, 'b')).body).toMatchObject({ changed: false });
    const refused = await put(3, 'c');
    expect(refused).toMatchObject({
      status: 429,
      body: { error: { code: 'QUOTA_EXCEEDED', details: { limit: 2, endsAt: Date.UTC(2030, 1) } } },
    });
    const left = Date.UTC(2030, 1) - platform.clock.now();
    expect(refused.headers.get('retry-after')).toBe(String(left / 1000));
    expect((await owner.call('GET', `${path}/server-domains`)).body).toMatchObject({
      limits: { changesPerMonth: 2, changesThisMonth: 2 },
    });
    platform.clock.advance(left);
    // The owner's session is over by then.
    editor = await platform.member(teamId, 'developer');
    expect((await put(3, 'c')).status).toBe(200);
  });
});
