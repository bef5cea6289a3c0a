import { describe, expect, it, onTestFinished } from 'vitest';
import { createApp } from '../src/http/app.ts';
import { databaseKinds } from './support/databases.ts';
import { codeOf } from './support/people.ts';
import { startTestPlatform, type Visitor } from './support/test-platform.ts';

describe.each(databaseKinds)('requests in a short time, on %s', (kind) => {
  const ask = async (who: Visitor, times: number, headers: Record<string, string> = {}) => {
    const codes = [];
    for (let count = 0; count < times; count += 1) {
      codes.push(await who.call('GET', '/console/v1/teams', undefined, headers));
    }
    return codes;
  };

  it('are limited for an account, wherever it asks from', async () => {
    const environment = { MINIGATE_ACCOUNT_LIMIT: '5', MINIGATE_TRUSTED_PROXIES: '127.0.0.0/8' };
    const platform = await startTestPlatform(kind, { environment });
    const me = await platform.signIn();
    expect((await ask(me, 3)).map(codeOf)).toEqual([200, 200, 200]);
    const answers = await ask(me, 3, { 'x-forwarded-for': '203.0.113.1' });
    expect(answers.map(codeOf)).toEqual([200, 200, 'TOO_MANY_REQUESTS']);
    const wait = Number(answers[2]?.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect((await ask(await platform.signIn(), 1)).map(codeOf)).toEqual([200]);
  });

  it('are limited for an address, whoever asks and whatever for, and are not kept in the audit log', async () => {
    const environment = { MINIGATE_ADDRESS_LIMIT: '4', MINIGATE_TRUSTED_PROXIES: '127.0.0.0/8' };
    const platform = await startTestPlatform(kind, { environment });
    const from = (address: string) => ({ 'x-forwarded-for': address });
    expect((await ask(platform.nobody, 2, from('2001:db8::1'))).map(codeOf)).toEqual([
      'NOT_SIGNED_IN',
      'NOT_SIGNED_IN',
    ]);
    const me = await platform.signIn();
    const nowhere = await platform.nobody.call('GET', '/nowhere', undefined, from('2001:db8::2'));
    expect(codeOf(nowhere)).toBe('NOT_FOUND');
    expect((await ask(me, 2, from('2001:db8::3'))).map(codeOf)).toEqual([200, 'TOO_MANY_REQUESTS']);
    const body = { email: 'nobody@example.test', password: 'not the password' };
    const signIn = await platform.nobody.call('POST', '/console/v1/session', body, from('2001:db8::4'));
    expect(codeOf(signIn)).toBe('TOO_MANY_REQUESTS');
    expect((await ask(me, 1, from('2001:db8:0:1::1'))).map(codeOf)).toEqual([200]);
    expect(
      await platform.core.storage.db
        .selectFrom('audit_entry')
        .select('action')
        .where('outcome', '=', 'refused')
        .execute(),
    ).toEqual([]);
  });

  it('are limited for the tokens of a program, and for an address only by tokens that are not valid', async () => {
    const environment = { MINIGATE_PROGRAM_LIMIT: '5', MINIGATE_ADDRESS_LIMIT: '3' };
    const { core } = await startTestPlatform(kind, { environment });
    const app = await createApp(core, async (token) => {
      const appId = /^token-of-(\w+)$/.exec(token)?.[1];
      return appId === undefined ? undefined : { appId, teamId: 'team' };
    });
    onTestFinished(() => app.close());
    app.get('/open-api/v1/who', { config: { access: 'access-token' } }, ({ actor }, reply) =>
      reply.send(actor),
    );
    await app.listen({ host: '127.0.0.1', port: 0 });
    const address = app.listeningOrigin;
    const statuses = async (token: string, times: number) => {
      const all = [];
      for (let count = 0; count < times; count += 1) {
        const headers = { authorization: `Bearer ${token}` };
        all.push((await fetch(`${address}/open-api/v1/who`, { headers })).status);
      }
      return all;
    };
    expect(await statuses('token-of-mp1', 6)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(await statuses('token-of-mp2', 1)).toEqual([200]);
    expect(await statuses('made-up', 4)).toEqual([401, 401, 401, 429]);
    // Who guesses does not shut out a server at the same address.
    expect(await statuses('token-of-mp2', 1)).toEqual([200]);
  });
});
