import { describe, expect, it } from 'vitest';
import { databaseKinds } from './support/databases.ts';
import { codeOf, codesOf } from './support/people.ts';
import { startTestPlatform } from './support/test-platform.ts';

describe.each(databaseKinds)('teams, on %s', (kind) => {
  it('are made by anybody who is signed in, who then is the owner', async () => {
    const platform = await startTestPlatform(kind);
    const me = await platform.signIn();
    const made = await me.call('POST', '/console/v1/teams', { name: ' Weather ' });
    expect(made).toMatchObject({ status: 201, body: { name: 'Weather' } });
    const { teamId } = made.body as { teamId: string };
    expect((await me.call('GET', '/console/v1/teams')).body).toMatchObject({
      teams: [{ teamId, name: 'Weather', role: 'owner' }],
    });
    expect((await me.call('PATCH', `/console/v1/teams/${teamId}`, { name: 'Climate' })).body).toMatchObject({
      name: 'Climate',
    });
    expect((await me.call('GET', `/console/v1/teams/${teamId}/members`)).body).toMatchObject({
      members: [{ userId: me.userId, email: me.email, role: 'owner' }],
    });
  });

  it('are fifty for one account at most', async () => {
    const platform = await startTestPlatform(kind);
    const me = await platform.signIn();
    for (let count = 0; count < 50; count += 1) {
      expect((await me.call('POST', '/console/v1/teams', { name: `Team ${count}` })).status).toBe(201);
    }
    expect(codeOf(await me.call('POST', '/console/v1/teams', { name: 'One more' }))).toBe('TOO_MANY_ENTRIES');
  });

  it('let an owner change the role of a member, which counts from the next request on', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner } = await platform.team();
    const viewer = await platform.member(teamId, 'viewer');
    const register = () =>
      viewer.call('POST', `/console/v1/teams/${teamId}/mini-programs`, { name: 'Weather' });
    expect(codeOf(await register())).toBe('FORBIDDEN');
    const path = `/console/v1/teams/${teamId}/members/${viewer.userId}`;
    expect(codeOf(await viewer.call('PATCH', path, { role: 'owner' }))).toBe('FORBIDDEN');
    expect((await owner.call('PATCH', path, { role: 'developer' })).status).toBe(204);
    expect((await register()).status).toBe(201);
    expect((await owner.call('DELETE', path)).status).toBe(204);
    expect(codeOf(await register())).toBe('NOT_FOUND');
  });

  it('are nothing to their former members and to owners of other teams', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId } = await platform.team();
    const member = await platform.member(teamId, 'developer');
    const { owner: stranger } = await platform.team();
    const path = `/console/v1/teams/${teamId}`;
    expect((await member.call('DELETE', `${path}/membership`)).status).toBe(204);
    for (const who of [member, stranger]) {
      expect(codeOf(await who.call('GET', path))).toBe('NOT_FOUND');
      expect(codeOf(await who.call('DELETE', `${path}/members/${member.userId}`))).toBe('NOT_FOUND');
    }
  });

  it('refuse to lose their last owner', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner } = await platform.team();
    await platform.member(teamId, 'developer');
    const path = `/console/v1/teams/${teamId}`;
    const self = `${path}/members/${owner.userId}`;
    expect(codeOf(await owner.call('DELETE', `${path}/membership`))).toBe('LAST_OWNER');
    expect(codeOf(await owner.call('PATCH', self, { role: 'viewer' }))).toBe('LAST_OWNER');
    expect(codeOf(await owner.call('DELETE', self))).toBe('LAST_OWNER');
    expect((await owner.call('PATCH', self, { role: 'owner' })).status).toBe(204);
  });

  it('keep an owner when all of them leave or step back at the same moment', async () => {
    const platform = await startTestPlatform(kind);
    for (let round = 0; round < 5; round += 1) {
      const { teamId, owner } = await platform.team();
      const owners = [owner];
      for (let more = 0; more < 3; more += 1) owners.push(await platform.member(teamId, 'owner'));
      const path = `/console/v1/teams/${teamId}`;
      const answers = await Promise.all(
        owners.map((one, index) =>
          index % 2 === 0
            ? one.call('DELETE', `${path}/membership`)
            : one.call('PATCH', `${path}/members/${one.userId}`, { role: 'viewer' }),
        ),
      );
      expect(codesOf(answers)).toEqual([204, 204, 204, 'LAST_OWNER']);
      const members = await platform.services.accounts.members.ofTeam(teamId);
      expect(members.filter(({ role }) => role === 'owner')).toHaveLength(1);
    }
  });

  it('keep an owner when two remove each other at the same moment', async () => {
    const platform = await startTestPlatform(kind);
    for (let round = 0; round < 5; round += 1) {
      const { teamId, owner } = await platform.team();
      const other = await platform.member(teamId, 'owner');
      const remove = (who: typeof owner, whom: typeof owner) =>
        who.call('DELETE', `/console/v1/teams/${teamId}/members/${whom.userId}`);
      const answers = await Promise.all([remove(owner, other), remove(other, owner)]);
      const refused = answers.map(codeOf).filter((code) => code !== 204);
      expect(refused).toHaveLength(1);
      expect(['LAST_OWNER', 'NOT_FOUND']).toContain(refused[0]);
    }
  });
});
