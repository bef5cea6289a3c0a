import { type PolicyKeySet, readKeySet, verifyPolicy } from '@minigate/policy';
import { describe, expect, it } from 'vitest';
import { databaseKinds, emptyDatabase } from './support/databases.ts';
import { newProgram } from './support/programs.ts';
import { startTestPlatform, type TestPlatform, type Visitor } from './support/test-platform.ts';

const keysPath = '/operator/v1/signing-keys';

interface Key {
  readonly thumbprint: string;
  readonly state: string;
}

async function list(operator: Visitor): Promise<readonly Key[]> {
  return ((await operator.call('GET', keysPath)).body as { signingKeys: readonly Key[] }).signingKeys;
}

async function announce(operator: Visitor): Promise<string> {
  const { status, body } = await operator.call('POST', keysPath);
  expect(status).toBe(201);
  return (body as Key).thumbprint;
}

async function switchTo(operator: Visitor, thumbprint: string): Promise<void> {
  expect((await operator.call('POST', `${keysPath}/${thumbprint}/switch`)).status).toBe(200);
}

async function published({ nobody }: TestPlatform): Promise<PolicyKeySet['keys']> {
  return ((await nobody.call('GET', '/.well-known/jwks.json')).body as PolicyKeySet).keys;
}

/** What a client makes of the policy that pins one key and has the published ones. */
async function verify(platform: TestPlatform, appId: string, pinned: string) {
  const { body } = await platform.nobody.call('GET', `/client/v1/mini-programs/${appId}/policy`);
  const issuer = platform.publicUrl;
  const keys = await readKeySet({ keys: await published(platform) }, { issuer, thumbprints: [pinned] });
  const thumbprints = [pinned, ...keys.map(({ kid }) => kid)];
  return verifyPolicy(body, { issuer, appId, keys, thumbprints, now: platform.clock.now() });
}

describe.each(databaseKinds)('the keys that sign policies, on %s', (kind) => {
  it('begin with one that is made at the first start and stays', async () => {
    const database = await emptyDatabase(kind);
    const first = await startTestPlatform(kind, { database });
    const [key, ...more] = await list(await first.signIn({ operator: true }));
    expect(key?.state).toBe('current');
    expect(more).toEqual([]);
    await first.close();

    const second = await startTestPlatform(kind, { database });
    const [same, ...none] = await list(await second.signIn({ operator: true }));
    expect(same).toEqual(key);
    expect(none).toEqual([]);
  });

  it('are stored encrypted, bound to their own name', async () => {
    const database = await emptyDatabase(kind);
    const platform = await startTestPlatform(kind, { database });
    const { storage } = platform.core;
    await announce(await platform.signIn({ operator: true }));
    const rows = await storage.db.selectFrom('signing_key').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain('"d"');
    const [one, other] = rows;
    await storage.db
      .updateTable('signing_key')
      .set({ private_key: other?.private_key ?? '' })
      .where('thumbprint', '=', one?.thumbprint ?? '')
      .execute();
    await platform.close();
    await expect(startTestPlatform(kind, { database })).rejects.toThrow(/cannot be opened/);
  });

  it('cannot be opened with another secret, which the start says', async () => {
    const database = await emptyDatabase(kind);
    await (await startTestPlatform(kind, { database })).close();
    const environment = { MINIGATE_SECRET: 'another secret of at least 32 characters' };
    await expect(startTestPlatform(kind, { database, environment })).rejects.toThrow(/MINIGATE_SECRET/);
  });

  it('hand over: announced in every policy, then switched to, then the old one retired', async () => {
    const platform = await startTestPlatform(kind);
    const { appId } = await newProgram(platform);
    const operator = await platform.signIn({ operator: true });
    const old = (await list(operator))[0]?.thumbprint ?? '';
    expect(await verify(platform, appId, old)).toMatchObject({ ok: true, keyId: old, nextKey: undefined });

    platform.clock.advance(1000);
    const next = await announce(operator);
    const announced = await verify(platform, appId, old);
    expect(announced).toMatchObject({ ok: true, keyId: old, nextKey: { kid: next } });

    platform.clock.advance(1000);
    await switchTo(operator, next);
    const handed = await verify(platform, appId, old);
    expect(handed).toMatchObject({ ok: true, keyId: next, nextKey: undefined });
    if (!announced.ok || !handed.ok) throw new Error('not taken');
    expect(handed.policy.version).toBe(announced.policy.version);
    expect(handed.policy.issuedAt).toBeGreaterThan(announced.policy.issuedAt);

    expect((await operator.call('POST', `${keysPath}/${old}/retire`)).status).toBe(200);
    expect((await published(platform)).map(({ kid }) => kid)).toEqual([next]);
    expect(await verify(platform, appId, old)).toMatchObject({ ok: false });
    expect(await verify(platform, appId, next)).toMatchObject({ ok: true });
    expect((await list(operator)).map(({ state }) => state)).toEqual(['current', 'retired']);
  });

  it('let a client catch up that saw none of several handovers', async () => {
    const platform = await startTestPlatform(kind);
    const { appId } = await newProgram(platform);
    const operator = await platform.signIn({ operator: true });
    const pinned = (await list(operator))[0]?.thumbprint ?? '';
    let last = pinned;
    for (let times = 0; times < 3; times += 1) {
      last = await announce(operator);
      await switchTo(operator, last);
    }
    expect(await verify(platform, appId, pinned)).toMatchObject({ ok: true, keyId: last });
  });

  it('lose their private half when they hand over', async () => {
    const platform = await startTestPlatform(kind);
    const operator = await platform.signIn({ operator: true });
    await switchTo(operator, await announce(operator));
    const kept = await platform.core.storage.db
      .selectFrom('signing_key')
      .select(['state', 'private_key'])
      .where('private_key', 'is not', null)
      .execute();
    expect(kept.map(({ state }) => state)).toEqual(['current']);
  });

  it('can be announced one at a time, and an announcement taken back', async () => {
    const platform = await startTestPlatform(kind);
    const { appId } = await newProgram(platform);
    const operator = await platform.signIn({ operator: true });
    const current = (await list(operator))[0]?.thumbprint ?? '';
    const answers = await Promise.all([1, 2, 3].map(() => operator.call('POST', keysPath)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(2);
    const next = (await list(operator)).find(({ state }) => state === 'next')?.thumbprint ?? '';
    const announced = await verify(platform, appId, current);

    platform.clock.advance(1000);
    expect((await operator.call('DELETE', `${keysPath}/${next}`)).status).toBe(200);
    const withdrawn = await verify(platform, appId, current);
    expect(withdrawn).toMatchObject({ ok: true, nextKey: undefined });
    if (!announced.ok || !withdrawn.ok) throw new Error('not taken');
    expect(withdrawn.policy.issuedAt).toBeGreaterThan(announced.policy.issuedAt);
    expect(await operator.call('POST', `${keysPath}/${next}/switch`)).toMatchObject({ status: 404 });
  });

  it('take no step out of order', async () => {
    const platform = await startTestPlatform(kind);
    const operator = await platform.signIn({ operator: true });
    const current = (await list(operator))[0]?.thumbprint ?? '';
    for (const [method, path] of [
      ['POST', `${keysPath}/${current}/switch`],
      ['POST', `${keysPath}/${current}/retire`],
      ['DELETE', `${keysPath}/${current}`],
    ] as const) {
      expect(await operator.call(method, path)).toMatchObject({
        status: 409,
        body: { error: { code: 'WRONG_STATE', details: { state: 'current' } } },
      });
    }
  });

  it('are for operators alone, and the audit log has every step', async () => {
    const platform = await startTestPlatform(kind);
    const { owner } = await newProgram(platform);
    for (const who of [platform.nobody, owner]) {
      const { status } = await who.call('POST', keysPath);
      expect(status).toBe(who === owner ? 403 : 401);
    }
    const operator = await platform.signIn({ operator: true });
    const next = await announce(operator);
    await switchTo(operator, next);
    const entries = await platform.core.storage.db
      .selectFrom('audit_entry')
      .select(['action', 'outcome', 'actor_kind', 'details'])
      .where('action', 'in', ['signing-key.create', 'signing-key.announce', 'signing-key.switch'])
      .orderBy('sequence')
      .execute();
    expect(entries.map(({ action, outcome, actor_kind }) => [action, outcome, actor_kind])).toEqual([
      ['signing-key.create', 'done', 'system'],
      ['signing-key.announce', 'refused', 'nobody'],
      ['signing-key.announce', 'refused', 'user'],
      ['signing-key.announce', 'done', 'operator'],
      ['signing-key.switch', 'done', 'operator'],
    ]);
    expect(JSON.parse(entries.at(-1)?.details ?? '')).toEqual({ thumbprint: next });
  });

  it('are published with an entity tag, for caches', async () => {
    const { nobody } = await startTestPlatform(kind);
    const first = await nobody.call('GET', '/.well-known/jwks.json');
    expect(first.headers.get('content-type')).toBe('application/jwk-set+json');
    expect(first.headers.get('cache-control')).toContain('public');
    const again = await nobody.call('GET', '/.well-known/jwks.json', undefined, {
      'if-none-match': first.headers.get('etag') ?? '',
    });
    expect(again).toMatchObject({ status: 304, body: '' });
  });
});

describe('the first signing key', () => {
  it('is one, where two replicas start together on an empty database', async () => {
    const database = await emptyDatabase('postgres');
    const replicas = await Promise.all([1, 2, 3].map(() => startTestPlatform('postgres', { database })));
    const sets = await Promise.all(replicas.map(published));
    expect(sets[0]).toHaveLength(1);
    expect(sets[1]).toEqual(sets[0]);
    expect(sets[2]).toEqual(sets[0]);
  });
});
