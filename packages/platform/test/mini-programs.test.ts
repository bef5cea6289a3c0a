import { describe, expect, it } from 'vitest';
import { databaseKinds } from './support/databases.ts';
import { startTestPlatform } from './support/test-platform.ts';

describe.each(databaseKinds)('mini programs, on %s', (kind) => {
  it('are registered with an AppId that nobody can guess', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner } = await platform.team();
    const path = `/console/v1/teams/${teamId}/mini-programs`;

    const made = await owner.call('POST', path, { name: ' Weather ' });
    expect(made).toMatchObject({
      status: 201,
      body: {
        appId: expect.stringMatching(/^mp[a-z2-7]{26}$/) as string,
        name: 'Weather',
        teamId,
        firstParty: false,
      },
    });
    expect((await owner.call('GET', path)).body).toEqual({ miniPrograms: [made.body], next: null });
  });

  it('of a team are nothing to somebody outside of it', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner } = await platform.team();
    const made = await owner.call('POST', `/console/v1/teams/${teamId}/mini-programs`, { name: 'Weather' });
    const { appId } = made.body as { appId: string };

    const stranger = await platform.signIn();
    expect(await stranger.call('GET', `/console/v1/mini-programs/${appId}`)).toMatchObject({
      status: 404,
      body: { error: { code: 'NOT_FOUND' } },
    });
    const viewer = await platform.member(teamId, 'viewer');
    expect((await viewer.call('GET', `/console/v1/mini-programs/${appId}`)).status).toBe(200);
    expect(await viewer.call('PATCH', `/console/v1/mini-programs/${appId}`, { name: 'Mine' })).toMatchObject({
      status: 403,
      body: { error: { code: 'FORBIDDEN' } },
    });
  });
});
