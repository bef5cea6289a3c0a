import { describe, expect, it } from 'vitest';
import { databaseKinds } from './support/databases.ts';
import { codeOf, withPassword } from './support/people.ts';
import { startTestPlatform } from './support/test-platform.ts';

describe.each(databaseKinds)('another web page in the same browser, on %s', (kind) => {
  it('changes nothing and signs nobody in, whatever header gives it away', async () => {
    const platform = await startTestPlatform(kind);
    const { email, password } = await withPassword(platform);
    const signIn = (headers: Record<string, string>) =>
      platform.nobody.call('POST', '/console/v1/session', { email, password }, headers);
    const signedIn = await signIn({ origin: platform.publicUrl, 'sec-fetch-site': 'same-origin' });
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    const create = (headers: Record<string, string>) =>
      platform.nobody.call('POST', '/console/v1/teams', { name: 'Weather' }, { cookie, ...headers });

    for (const headers of [
      { origin: 'https://other.example.test' },
      { origin: 'null' },
      { origin: platform.publicUrl.replace('http:', 'https:') },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: platform.publicUrl, 'sec-fetch-site': 'cross-site' },
    ] as Record<string, string>[]) {
      expect(codeOf(await create(headers))).toBe('FOREIGN_ORIGIN');
      expect(codeOf(await signIn(headers))).toBe('FOREIGN_ORIGIN');
    }
    expect((await create({ origin: platform.publicUrl })).status).toBe(201);
    expect((await create({})).status).toBe(201);
  });
});
