import { describe, expect, it } from 'vitest';
import { databaseKinds } from './support/databases.ts';
import { newProgram } from './support/programs.ts';
import { startTestPlatform } from './support/test-platform.ts';

describe.each(databaseKinds)('server domains, on %s', (kind) => {
  async function begin() {
    const platform = await startTestPlatform(kind);
    const program = await newProgram(platform);
    const path = `${program.path}/server-domains`;
    return { platform, ...program, path };
  }

  it('are none at first, and changed whole, with who and when', async () => {
    const { platform, owner, path } = await begin();
    expect((await owner.call('GET', path)).body).toEqual({
      version: 1,
      serverDomains: [],
      changedBy: owner.email,
      changedAt: platform.clock.now(),
      restored: null,
      limits: { maxEntries: 200, changesPerMonth: 'unlimited', changesThisMonth: 0 },
      issues: [],
    });

    platform.clock.advance(1000);
    const serverDomains = { request: ['HTTPS://A.example'], connectSocket: ['wss://a.example'] };
    const saved = await owner.call('PUT', path, { version: 1, serverDomains });
    expect(saved).toMatchObject({
      status: 200,
      body: {
        version: 2,
        serverDomains: { request: ['https://a.example'], connectSocket: ['wss://a.example'] },
        changedBy: owner.email,
        changedAt: platform.clock.now(),
        changed: true,
        added: { request: ['https://a.example'], connectSocket: ['wss://a.example'] },
        removed: {},
      },
    });
    expect((await owner.call('GET', path)).body).toMatchObject({
      version: 2,
      serverDomains: { request: ['https://a.example'], connectSocket: ['wss://a.example'] },
      limits: { changesThisMonth: 1 },
    });
  });

  it('are judged without being saved, each entry with code, sentence and correction', async () => {
    const { platform, owner, teamId, path } = await begin();
    const viewer = await platform.member(teamId, 'viewer');
    const serverDomains = [
      'https://a.example',
      'http://b.example/',
      'https://A.example',
      'https://api.binance.com',
    ];
    const judged = await viewer.call('POST', `${path}/validate`, { serverDomains });
    expect(judged.body).toMatchObject({
      ok: false,
      entries: [
        { list: 'all', index: 0, entry: 'https://a.example', ok: true, text: 'https://a.example' },
        { index: 1, ok: false, code: 'NOT_HTTPS', correction: 'https://b.example' },
        { index: 2, ok: true, text: 'https://a.example', code: 'DUPLICATE' },
        {
          index: 3,
          ok: false,
          code: 'BANNED_HOST',
          message: expect.stringContaining('own backend') as string,
        },
      ],
      overflows: [],
    });
    expect((await owner.call('GET', path)).body).toMatchObject({ version: 1, serverDomains: [] });

    const perCall = { request: ['wss://a.example'], connectSocket: ['wss://a.example'] };
    expect((await viewer.call('POST', `${path}/validate`, { serverDomains: perCall })).body).toMatchObject({
      ok: false,
      entries: [
        { list: 'request', ok: false, code: 'WSS_ELSEWHERE', correction: 'https://a.example' },
        { list: 'connectSocket', ok: true },
      ],
    });
  });

  it('cannot be the origin of the platform itself', async () => {
    const { platform, owner, path } = await begin();
    const own = platform.publicUrl.replace('http://127.0.0.1', 'https://localhost');
    const judged = await owner.call('POST', `${path}/validate`, { serverDomains: [own] });
    expect(judged.body).toMatchObject({ ok: false, entries: [{ ok: false }] });

    const named = await startTestPlatform(kind, {
      environment: { MINIGATE_PUBLIC_URL: 'https://platform.example.com' },
    });
    const other = await newProgram(named);
    const serverDomains = ['https://platform.example.com', 'https://platform.example.com:8443'];
    expect(
      (await other.owner.call('POST', `${other.path}/server-domains/validate`, { serverDomains })).body,
    ).toMatchObject({ entries: [{ ok: false, code: 'BANNED_ORIGIN' }, { ok: true }] });
  });

  it('stay as they are where one entry is bad, unless the caller asks for partial success', async () => {
    const { owner, path } = await begin();
    const serverDomains = ['https://a.example', 'https://*.b.example', 'http://c.example'];
    const refused = await owner.call('POST', `${path}/add`, { version: 1, serverDomains });
    expect(refused).toMatchObject({
      status: 422,
      body: {
        error: {
          code: 'INVALID_SERVER_DOMAINS',
          details: {
            entries: [
              { index: 1, entry: 'https://*.b.example', code: 'WILDCARD' },
              { index: 2, code: 'NOT_HTTPS', correction: 'https://c.example' },
            ],
          },
        },
      },
    });
    expect((await owner.call('GET', path)).body).toMatchObject({ version: 1, serverDomains: [] });

    const partly = await owner.call('POST', `${path}/add`, { version: 1, serverDomains, partial: true });
    expect(partly).toMatchObject({
      status: 200,
      body: {
        version: 2,
        serverDomains: ['https://a.example'],
        added: { all: ['https://a.example'] },
        entries: [{ ok: true }, { ok: false, code: 'WILDCARD' }, { ok: false, code: 'NOT_HTTPS' }],
      },
    });
  });

  it('are added once, and removed without complaint where they are not there', async () => {
    const { owner, path } = await begin();
    const entry = 'https://a.example';
    await owner.call('POST', `${path}/add`, { version: 1, serverDomains: [entry] });
    const again = await owner.call('POST', `${path}/add`, {
      version: 2,
      serverDomains: ['https://A.example'],
    });
    expect(again.body).toMatchObject({ version: 2, changed: false, added: {}, serverDomains: [entry] });

    const absent = await owner.call('POST', `${path}/remove`, {
      version: 2,
      serverDomains: ['https://b.example', 'http://a.example'],
    });
    expect(absent).toMatchObject({
      status: 200,
      body: {
        version: 2,
        changed: false,
        entries: [{ ok: true }, { ok: true, code: 'NOT_HTTPS', correction: 'https://a.example' }],
      },
    });
    const removed = await owner.call('POST', `${path}/remove`, {
      version: 2,
      serverDomains: ['https://A.example'],
    });
    expect(removed.body).toMatchObject({
      version: 3,
      changed: true,
      removed: { all: [entry] },
      serverDomains: [],
    });
  });

  it('of one list become four with the same effect where single calls get an entry', async () => {
    const { owner, path } = await begin();
    await owner.call('PUT', path, { version: 1, serverDomains: ['https://a.example', 'wss://a.example'] });
    const added = await owner.call('POST', `${path}/add`, {
      version: 2,
      serverDomains: { uploadFile: ['https://b.example'] },
    });
    expect(added.body).toMatchObject({
      version: 3,
      added: { uploadFile: ['https://b.example'] },
      removed: {},
      serverDomains: {
        request: ['https://a.example'],
        downloadFile: ['https://a.example'],
        uploadFile: ['https://a.example', 'https://b.example'],
        connectSocket: ['https://a.example', 'wss://a.example'],
      },
    });
  });

  it('of connectSocket keep what they have of request when they get entries of their own', async () => {
    const { owner, path } = await begin();
    await owner.call('PUT', path, { version: 1, serverDomains: { request: ['https://a.example'] } });
    const added = await owner.call('POST', `${path}/add`, { version: 2, serverDomains: ['wss://b.example'] });
    expect(added.body).toMatchObject({
      added: { connectSocket: ['wss://b.example'] },
      removed: {},
      serverDomains: {
        request: ['https://a.example'],
        connectSocket: ['https://a.example', 'wss://b.example'],
      },
    });
  });

  it('answer a change that was made for an older version with what is there now', async () => {
    const { owner, path } = await begin();
    await owner.call('PUT', path, { version: 1, serverDomains: ['https://a.example'] });
    const late = await owner.call('PUT', path, { version: 1, serverDomains: ['https://b.example'] });
    expect(late).toMatchObject({
      status: 409,
      body: {
        error: { code: 'CONFLICT', details: { version: 2, serverDomains: ['https://a.example'] } },
      },
    });
  });

  it('have a history in pages, and are brought back from it', async () => {
    const { owner, path } = await begin();
    for (const [index, host] of ['a', 'b', 'c'].entries()) {
      await owner.call('POST', `${path}/add`, {
        version: index + 1,
        serverDomains: [`https://${host}.example`],
      });
    }
    const first = await owner.call('GET', `${path}/history?limit=2`);
    expect(first.body).toMatchObject({
      history: [
        { version: 4, changedBy: owner.email, added: { all: ['https://c.example'] }, removed: {} },
        { version: 3, added: { all: ['https://b.example'] } },
      ],
    });
    const { next } = first.body as { next: string };
    expect((await owner.call('GET', `${path}/history?limit=2&cursor=${next}`)).body).toMatchObject({
      history: [{ version: 2 }, { version: 1, added: {}, removed: {} }],
      next: null,
    });
    expect((await owner.call('GET', `${path}/history/2`)).body).toMatchObject({
      version: 2,
      serverDomains: ['https://a.example'],
    });

    const restored = await owner.call('POST', `${path}/restore`, { version: 2, current: 4 });
    expect(restored.body).toMatchObject({
      version: 5,
      restored: 2,
      serverDomains: ['https://a.example'],
      removed: { all: ['https://b.example', 'https://c.example'] },
    });
    expect(await owner.call('POST', `${path}/restore`, { version: 2, current: 4 })).toMatchObject({
      status: 409,
    });
    expect(await owner.call('POST', `${path}/restore`, { version: 77 })).toMatchObject({ status: 404 });
  });

  it('refuse a cursor that is none of theirs', async () => {
    const { owner, path } = await begin();
    for (const cursor of ['bm90IG91cnM', 'WyJhIl0', 'WzAuNV0', 'ü']) {
      expect(await owner.call('GET', `${path}/history?cursor=${cursor}`)).toMatchObject({
        status: 400,
        body: { error: { code: 'INVALID_REQUEST' } },
      });
    }
  });

  it('are at most 200 in a list', async () => {
    const { owner, path } = await begin();
    const hosts = Array.from({ length: 201 }, (_, index) => `https://h${index}.example`);
    const judged = await owner.call('POST', `${path}/validate`, { serverDomains: hosts });
    expect(judged.body).toMatchObject({ ok: false, overflows: [{ list: 'all', count: 201, limit: 200 }] });
    const refused = await owner.call('PUT', path, { version: 1, serverDomains: hosts, partial: true });
    expect(refused).toMatchObject({
      status: 422,
      body: {
        error: { code: 'TOO_MANY_ENTRIES', details: { lists: [{ list: 'all', count: 201, limit: 200 }] } },
      },
    });
    expect((await owner.call('PUT', path, { version: 1, serverDomains: hosts.slice(1) })).status).toBe(200);
  });

  it('of an archived mini program can be read and not changed', async () => {
    const { owner, appId, path } = await begin();
    await owner.call('POST', `/console/v1/mini-programs/${appId}/archive`);
    expect((await owner.call('GET', path)).status).toBe(200);
    const body = { version: 1, serverDomains: ['https://a.example'] };
    for (const [method, url, given] of [
      ['PUT', path, body],
      ['POST', `${path}/add`, body],
      ['POST', `${path}/remove`, body],
      ['POST', `${path}/restore`, { version: 1 }],
    ] as const) {
      expect(await owner.call(method, url, given)).toMatchObject({
        status: 409,
        body: { error: { code: 'ARCHIVED' } },
      });
    }
  });

  it('change the policy document once for each version, and not at all where nothing changes', async () => {
    const { platform, owner, appId, path } = await begin();
    // The replica that makes a change may tell itself twice: at once, and as every other one.
    const heard = new Set<string>();
    platform.core.storage.announcements.listen((announcement) => heard.add(JSON.stringify(announcement)));
    const revision = async () =>
      (
        await platform.core.storage.db
          .selectFrom('mini_program')
          .select('revision')
          .where('app_id', '=', appId)
          .executeTakeFirstOrThrow()
      ).revision;
    const before = await revision();
    const body = { serverDomains: ['https://b.example', 'https://a.example'] };
    await owner.call('PUT', path, { version: 1, ...body });
    await owner.call('PUT', path, { version: 2, serverDomains: body.serverDomains.toReversed() });
    await expect.poll(() => [...heard]).toEqual([JSON.stringify({ kind: 'policy', appId })]);
    expect(await revision()).toBe(before + 1);
  });
});
