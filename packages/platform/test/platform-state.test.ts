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
      inForce: {
        serverDomains: { maxEntries: 200, changesPerMonth: 'unlimited' },
        accessTokens: { requestsPerMinute: 10_000, requestsPerDay: 500_000 },
      },
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
    await expect.poll(() => heard.has('platform')).toBe(true);
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

  it('takes hosts only as what is banned, and as acceleration only a policy without a fault', async () => {
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
    const put = (acceleration: unknown, seen = 0) =>
      operator.call('PUT', `${base}/acceleration`, { revision: seen, acceleration });
    const candidates = [{ origin: 'https://fast.example.com' }];
    expect((await put(['a'])).status).toBe(400);
    const refused = [
      [{ note: 'nobody reads this', candidates }, 'UNKNOWN_FIELD', 'acceleration'],
      [{ candidates: [] }, 'NO_CANDIDATES', 'acceleration.candidates'],
      [
        { candidates: Array.from({ length: 10_000 }, () => 0) },
        'TOO_MANY_CANDIDATES',
        'acceleration.candidates',
      ],
      [
        { candidates: [{ origin: 'http://fast.example.com' }] },
        'NOT_HTTPS',
        'acceleration.candidates[0].origin',
      ],
      [{ origin: 'https://www.example.com:443', candidates }, 'ACCELERATED_PORT', 'acceleration.origin'],
    ] as const;
    for (const [acceleration, code, at] of refused) {
      const { status, body } = await put(acceleration);
      expect({ status, body }).toMatchObject({
        status: 422,
        body: { error: { code: 'INVALID_ACCELERATION', details: { issues: [{ code, at }] } } },
      });
    }
    const deep = `{"revision":0,"acceleration":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`;
    expect(await operator.call('PUT', `${base}/acceleration`, deep)).toMatchObject({ status: 422 });
    expect((await put({ candidates: [{ origin: 'https://Fast.example.com' }] })).body).toMatchObject({
      revision: 1,
      acceleration: { candidates },
    });
    expect((await put({}, 1)).body).toMatchObject({ revision: 2, acceleration: {} });
  });

  it('takes no host as a candidate that operators have banned', async () => {
    const platform = await startTestPlatform(kind);
    const operator = await platform.signIn({ operator: true });
    const bannedHosts = ['internal.example'];
    await operator.call('PUT', `${base}/banned-hosts`, { revision: 0, bannedHosts });
    const acceleration = { candidates: [{ origin: 'https://internal.example' }] };
    expect(await operator.call('PUT', `${base}/acceleration`, { revision: 1, acceleration })).toMatchObject({
      status: 422,
      body: { error: { details: { issues: [{ code: 'BANNED_HOST' }] } } },
    });
  });

  it('takes no candidate whose name leads to an address that no client dials, and says which', async () => {
    const resolve = {
      'inner.example': '10.1.2.3',
      'metadata.example': '169.254.169.254',
      'lab.example': '192.168.7.7',
      'public.example': '198.41.0.4',
    };
    const surroundings = { resolve, allowAddresses: ['192.168.7.0/24'] };
    const platform = await startTestPlatform(kind, { surroundings });
    const operator = await platform.signIn({ operator: true });
    const put = (...names: string[]) => {
      const candidates = names.map((name) => ({ origin: `https://${name}.example` }));
      return operator.call('PUT', `${base}/acceleration`, { revision: 0, acceleration: { candidates } });
    };
    const refused = await put('public', 'inner', 'metadata', 'lab');
    expect(refused).toMatchObject({
      status: 422,
      body: {
        error: {
          code: 'CANDIDATE_ADDRESS',
          message: expect.stringContaining('inner.example (private), metadata.example (metadata)'),
          details: { hosts: ['inner.example', 'metadata.example'] },
        },
      },
    });
    expect(JSON.stringify(refused.body)).not.toMatch(/10\.1\.2\.3|169\.254/);
    expect((await operator.call('GET', base)).body).toMatchObject({ revision: 0, acceleration: {} });
    expect((await put('public', 'lab', 'nowhere-yet')).status).toBe(200);
  });

  it('bans no host that the acceleration policy uses, and says which origins name it', async () => {
    const platform = await startTestPlatform(kind);
    const operator = await platform.signIn({ operator: true });
    const ban = (revision: number, ...bannedHosts: string[]) =>
      operator.call('PUT', `${base}/banned-hosts`, { revision, bannedHosts });
    const put = (revision: number, ...origins: string[]) => {
      const candidates = origins.map((origin) => ({ origin }));
      return operator.call('PUT', `${base}/acceleration`, { revision, acceleration: { candidates } });
    };
    await put(0, 'https://fast.example', 'https://slow.example:8443');
    const refused = await ban(1, 'other.example', 'SLOW.example.');
    expect(refused).toMatchObject({
      status: 422,
      body: {
        error: {
          code: 'ACCELERATED_HOST',
          message: expect.stringContaining('https://slow.example:8443'),
          details: {
            issues: [
              {
                code: 'BANNED_HOST',
                at: 'acceleration.candidates[1].origin',
                entry: 'https://slow.example:8443',
              },
            ],
          },
        },
      },
    });
    expect(await ban(1, 'www.binance.com')).toMatchObject({
      status: 422,
      body: { error: { code: 'ACCELERATED_HOST', details: { issues: [{ at: 'acceleration.origin' }] } } },
    });
    expect((await operator.call('GET', base)).body).toMatchObject({ revision: 1, bannedHosts: [] });
    expect((await ban(0, 'slow.example')).body).toMatchObject({ error: { code: 'CONFLICT' } });

    expect((await put(1, 'https://fast.example')).status).toBe(200);
    expect((await ban(2, 'slow.example')).body).toMatchObject({ bannedHosts: ['slow.example'] });
    expect((await put(3, 'https://fast.example', 'https://slow.example')).status).toBe(422);
  });

  it('bans a host or takes it as a candidate, where two operators do both at once', async () => {
    const platform = await startTestPlatform(kind);
    const operator = await platform.signIn({ operator: true });
    const acceleration = { candidates: [{ origin: 'https://fast.example' }] };
    const both = await Promise.all([
      operator.call('PUT', `${base}/banned-hosts`, { revision: 0, bannedHosts: ['fast.example'] }),
      operator.call('PUT', `${base}/acceleration`, { revision: 0, acceleration }),
    ]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await operator.call('GET', base)).body).toMatchObject({ revision: 1 });
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

  it('bans hosts on every list, whatever is done to it, and in every spelling', async () => {
    const platform = await startTestPlatform(kind);
    const operator = await platform.signIn({ operator: true });
    const { owner, path } = await newProgram(platform);
    const good = 'https://a.example';
    const lists = {
      request: [good],
      uploadFile: ['https://b.example'],
      connectSocket: ['wss://b.example:8443'],
    };
    await owner.call('PUT', `${path}/server-domains`, { version: 1, serverDomains: lists });
    await owner.call('PUT', `${path}/server-domains`, { version: 2, serverDomains: { request: [good] } });
    await operator.call('PUT', `${base}/banned-hosts`, { revision: 0, bannedHosts: ['b.example'] });

    let version = 3;
    for (const banned of [
      { request: ['https://b.example'] },
      { downloadFile: [good, 'https://B.Example'] },
      { uploadFile: ['https://b.example:443'] },
      { connectSocket: ['wss://b.example:9999'] },
      ['https://ｂ.example'],
      ['wss://b.example'],
    ]) {
      for (const [method, url] of [
        ['PUT', `${path}/server-domains`],
        ['POST', `${path}/server-domains/add`],
      ] as const) {
        const refused = await owner.call(method, url, { version, serverDomains: banned });
        expect([banned, refused.status]).toEqual([banned, 422]);
      }
      const partly = { version, serverDomains: banned, partial: true };
      const { body } = await owner.call('POST', `${path}/server-domains/add`, partly);
      expect(JSON.stringify((body as { serverDomains: unknown }).serverDomains)).not.toMatch(/b\.example/i);
      ({ version } = body as { version: number });
      const back = await owner.call('POST', `${path}/server-domains/restore`, { version: 3 });
      ({ version } = back.body as { version: number });
    }
  });

  it('limits every list, also where a change is partial or restores an older version', async () => {
    const platform = await startTestPlatform(kind);
    const operator = await platform.signIn({ operator: true });
    const { owner, path } = await newProgram(platform);
    const domains = `${path}/server-domains`;
    const hosts = ['a', 'b', 'c'].map((name) => `https://${name}.example`);
    await owner.call('PUT', domains, { version: 1, serverDomains: hosts });
    await owner.call('PUT', domains, { version: 2, serverDomains: [] });
    const limits = { serverDomains: { maxEntries: 2, changesPerMonth: 3 } };
    await operator.call('PUT', `${base}/limits`, { revision: 0, limits });

    const tooMany = { status: 422, body: { error: { code: 'TOO_MANY_ENTRIES' } } };
    for (const partial of [false, true]) {
      expect(await owner.call('POST', `${domains}/restore`, { version: 2, partial })).toMatchObject(tooMany);
      for (const serverDomains of [hosts, { uploadFile: hosts }, { connectSocket: hosts }]) {
        const change = { version: 3, serverDomains, partial };
        expect(await owner.call('PUT', domains, change)).toMatchObject(tooMany);
        expect(await owner.call('POST', `${domains}/add`, change)).toMatchObject(tooMany);
      }
    }
    const last = { version: 3, serverDomains: hosts.slice(1, 2) };
    expect((await owner.call('PUT', domains, last)).status).toBe(200);
    const spent = { status: 429, body: { error: { code: 'QUOTA_EXCEEDED' } } };
    for (const [url, body] of [
      ['restore', { version: 3 }],
      ['restore', { version: 3, partial: true }],
      ['remove', { version: 4, serverDomains: hosts }],
      ['add', { version: 4, serverDomains: { uploadFile: [hosts[0], 'bad'] }, partial: true }],
    ] as const) {
      expect([url, (await owner.call('POST', `${domains}/${url}`, body)).status]).toEqual([
        url,
        spent.status,
      ]);
    }
  });
});
