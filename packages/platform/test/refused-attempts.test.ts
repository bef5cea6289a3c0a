import { describe, expect, it } from 'vitest';
import { refusalLimits } from '../src/audit/refusal-bounds.ts';
import { databaseKinds } from './support/databases.ts';
import { codeOf } from './support/people.ts';
import { startTestPlatform, type TestPlatform } from './support/test-platform.ts';

const { refusalsOfOne, refusalsOfNobody, refusalsTime } = refusalLimits;

/** What the log has of refusals, the oldest first: of each kept one how many it stands for. */
async function keptOf({ core }: TestPlatform, action: string) {
  const rows = await core.storage.db
    .selectFrom('audit_entry')
    .select(['address', 'details'])
    .where('action', '=', action)
    .where('outcome', '=', 'refused')
    .orderBy('sequence')
    .execute();
  return rows.map(({ address, details }) => {
    const { leftOut = 0 } = JSON.parse(details) as { leftOut?: number };
    return { address, standsFor: 1 + leftOut };
  });
}

const sum = (kept: readonly { standsFor: number }[]) =>
  kept.reduce((total, { standsFor }) => total + standsFor, 0);

describe.each(databaseKinds)('refused attempts, on %s', (kind) => {
  it('of nobody are kept each while they are few, and a flood of them in few entries that tell its size', async () => {
    const platform = await startTestPlatform(kind);
    const attempt = () => platform.nobody.call('POST', '/console/v1/teams', { name: 'Weather' });
    for (let count = 0; count < refusalsOfOne; count += 1) {
      expect(codeOf(await attempt())).toBe('NOT_SIGNED_IN');
    }
    expect(await keptOf(platform, 'team.create')).toEqual(
      Array.from({ length: refusalsOfOne }, () => ({ address: '127.0.0.1', standsFor: 1 })),
    );
    for (let count = refusalsOfOne; count < 20 * refusalsOfOne; count += 1) await attempt();
    const flood = await keptOf(platform, 'team.create');
    expect(flood.map(({ standsFor }) => standsFor).slice(refusalsOfOne)).toEqual([20, 40, 80, 160]);

    platform.clock.advance(refusalsTime);
    await attempt();
    const later = await keptOf(platform, 'team.create');
    expect(later).toHaveLength(flood.length + 1);
    expect(sum(later)).toBe(20 * refusalsOfOne + 1);
  });

  it('of nobody from everywhere are bounded together, and hide no refusal of somebody known', async () => {
    const environment = { MINIGATE_TRUSTED_PROXIES: '127.0.0.0/8' };
    const platform = await startTestPlatform(kind, { environment });
    const { teamId, owner } = await platform.team();
    const viewer = await platform.member(teamId, 'viewer');
    const secret = 'x'.repeat(43);
    const networks = (2 * refusalsOfNobody) / 10;
    for (let network = 0; network < networks; network += 1) {
      const headers = { 'x-forwarded-for': `2001:db8:0:${network.toString(16)}::1` };
      for (let count = 0; count < 10; count += 1) {
        const body = { secret, password: 'seven green umbrellas' };
        const answer = await platform.nobody.call('POST', '/console/v1/password-resets/use', body, headers);
        expect(codeOf(answer)).toBe('LINK_USED');
      }
    }
    const flood = await keptOf(platform, 'password-reset.use');
    expect(flood).toHaveLength(refusalsOfNobody + 1);
    expect(sum(flood)).toBe(2 * refusalsOfNobody);

    expect(codeOf(await viewer.call('PATCH', `/console/v1/teams/${teamId}`, { name: 'Mine' }))).toBe(
      'FORBIDDEN',
    );
    expect((await owner.call('GET', `/console/v1/teams/${teamId}/audit?outcome=refused`)).body).toMatchObject(
      {
        entries: [{ action: 'team.rename', actor: { id: viewer.userId }, details: { code: 'FORBIDDEN' } }],
      },
    );
  });

  it('of somebody known are counted apart by who, what, where and why', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId } = await platform.team();
    const [viewer, developer] = [
      await platform.member(teamId, 'viewer'),
      await platform.member(teamId, 'developer'),
    ];
    const path = `/console/v1/teams/${teamId}`;
    for (let count = 0; count < 2 * refusalsOfOne; count += 1)
      await viewer.call('PATCH', path, { name: 'Mine' });
    expect(await keptOf(platform, 'team.rename')).toHaveLength(refusalsOfOne + 1);
    await viewer.call('PATCH', path, '{');
    await developer.call('PATCH', path, { name: 'Mine' });
    expect(await keptOf(platform, 'team.rename')).toHaveLength(refusalsOfOne + 2);
    await viewer.call('POST', `${path}/mini-programs`, { name: 'Mine' });
    expect(await keptOf(platform, 'mini-program.register')).toHaveLength(1);
  });
});
