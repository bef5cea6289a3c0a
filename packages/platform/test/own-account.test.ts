import { describe, expect, it } from 'vitest';
import { databaseKinds } from './support/databases.ts';
import { bearer, codeOf, tokenOf, withPassword } from './support/people.ts';
import { startTestPlatform } from './support/test-platform.ts';

describe.each(databaseKinds)('the own account, on %s', (kind) => {
  it('can be renamed', async () => {
    const platform = await startTestPlatform(kind);
    const me = await platform.signIn();
    expect(await me.call('PATCH', '/console/v1/account', { name: 'Ben' })).toMatchObject({
      status: 200,
      body: { userId: me.userId, name: 'Ben' },
    });
    expect((await me.call('GET', '/console/v1/session')).body).toMatchObject({ user: { name: 'Ben' } });
  });

  it('gets a new password from who knows the present one, and every other session ends', async () => {
    const platform = await startTestPlatform(kind);
    const who = await withPassword(platform);
    const mine = bearer(await tokenOf(platform, who));
    const other = bearer(await tokenOf(platform, who));
    const path = '/console/v1/account/password';
    const next = 'seven green umbrellas';
    const change = (body: unknown) => platform.nobody.call('PUT', path, body, mine);

    expect(codeOf(await change({ present: 'not the password', next }))).toBe('WRONG_PASSWORD');
    expect(codeOf(await change({ present: who.password, next: 'password1234' }))).toBe('WEAK_PASSWORD');
    expect(codeOf(await change({ present: who.password, next: who.email.toUpperCase() }))).toBe(
      'WEAK_PASSWORD',
    );
    expect((await change({ present: who.password, next })).status).toBe(204);

    const ask = (headers: Record<string, string>) =>
      platform.nobody.call('GET', '/console/v1/session', undefined, headers);
    expect((await ask(mine)).status).toBe(200);
    expect((await ask(other)).status).toBe(401);
    const signIn = (password: string) =>
      platform.nobody.call('POST', '/console/v1/session', { email: who.email, password });
    expect((await signIn(who.password)).status).toBe(401);
    expect((await signIn(next)).status).toBe(200);
  });

  it('shows its sessions and ends them, but nobody else does', async () => {
    const platform = await startTestPlatform(kind);
    const who = await withPassword(platform);
    const mine = bearer(await tokenOf(platform, who));
    const other = bearer(await tokenOf(platform, who));
    const third = bearer(await tokenOf(platform, who));
    const path = '/console/v1/account/sessions';
    const list = async () => {
      const { body } = await platform.nobody.call('GET', path, undefined, mine);
      return (body as { sessions: { id: string; current: boolean; address: string }[] }).sessions;
    };
    const idOf = async (headers: Record<string, string>) => {
      const { body } = await platform.nobody.call('GET', '/console/v1/session', undefined, headers);
      return (body as { sessionId: string }).sessionId;
    };
    const otherId = await idOf(other);
    const sessions = await list();
    expect(sessions).toHaveLength(3);
    expect(sessions.filter(({ current }) => current).map(({ id }) => id)).toEqual([await idOf(mine)]);
    expect(sessions.every(({ address }) => address === '127.0.0.1')).toBe(true);

    const stranger = await platform.signIn();
    expect(codeOf(await stranger.call('DELETE', `${path}/${otherId}`))).toBe('NOT_FOUND');
    expect(await list()).toHaveLength(3);
    expect((await platform.nobody.call('DELETE', `${path}/${otherId}`, undefined, mine)).status).toBe(204);
    expect(await list()).toHaveLength(2);
    expect((await platform.nobody.call('DELETE', path, undefined, mine)).status).toBe(204);
    expect(await list()).toHaveLength(1);
    expect((await platform.nobody.call('GET', path, undefined, third)).status).toBe(401);
  });

  it('ends its oldest session when there are more than fifty', async () => {
    const platform = await startTestPlatform(kind);
    const me = await platform.signIn();
    const { sessions } = platform.services.accounts;
    const from = { requestId: 'test', actor: { kind: 'system', id: '', name: '' }, address: '' } as const;
    for (let more = 0; more < 50; more += 1) {
      platform.clock.advance(1000);
      await platform.core.storage.change((change) => sessions.start(change, me.userId, from, ''));
    }
    expect(await sessions.ofUser(me.userId)).toHaveLength(50);
    expect((await me.call('GET', '/console/v1/session')).status).toBe(401);
  });
});
