import { describe, expect, it } from 'vitest';
import { databaseKinds } from './support/databases.ts';
import { newProgram } from './support/programs.ts';
import { startTestPlatform, type Visitor } from './support/test-platform.ts';

interface Page {
  readonly miniPrograms: readonly { readonly name: string; readonly appId: string }[];
  readonly next: string | null;
}

/** The names of all pages, two a page. */
async function namesOf(visitor: Visitor, path: string, query = ''): Promise<string[]> {
  const names: string[] = [];
  let cursor = '';
  for (;;) {
    const { body } = await visitor.call('GET', `${path}?limit=2${query}${cursor}`);
    const { miniPrograms, next } = body as Page;
    names.push(...miniPrograms.map(({ name }) => name));
    if (next === null) return names;
    cursor = `&cursor=${next}`;
  }
}

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

  it('of one team have different names, but for archived ones', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner, path } = await newProgram(platform);
    const team = `/console/v1/teams/${teamId}/mini-programs`;
    const taken = { status: 409, body: { error: { code: 'ALREADY_EXISTS' } } };

    const together = await Promise.all(
      ['Rain', 'RAIN', 'rain', 'Ｒain'].map((name) => owner.call('POST', team, { name })),
    );
    expect(together.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(together.filter(({ status }) => status === 409)).toHaveLength(3);
    expect(await owner.call('PATCH', path, { name: 'raiN' })).toMatchObject(taken);
    expect((await owner.call('PATCH', path, { name: 'WEATHER' })).status).toBe(200);

    await owner.call('POST', `${path}/archive`);
    expect((await owner.call('POST', team, { name: 'Weather' })).status).toBe(201);
    expect(await owner.call('DELETE', `${path}/archive`)).toMatchObject(taken);
    const other = await platform.team();
    const elsewhere = `/console/v1/teams/${other.teamId}/mini-programs`;
    expect((await other.owner.call('POST', elsewhere, { name: 'Weather' })).status).toBe(201);
  });

  it('have names that can be seen, and do not turn round what stands beside them', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner, path } = await newProgram(platform);
    const team = `/console/v1/teams/${teamId}/mini-programs`;
    const invisible = ['\u200b', '\u2060\ufeff', '\u3164', '\u2800 \u2800', '\u0301', '\u00a0'];
    const turning = ['\u202eabc', 'a\u2066b', 'a\u2028b', 'a\nb', 'a\u0000b', 'a\u0085b'];
    for (const name of [...invisible, ...turning]) {
      for (const [method, url] of [
        ['POST', team],
        ['PATCH', path],
        ['PATCH', `/console/v1/teams/${teamId}`],
        ['PATCH', '/console/v1/account'],
      ] as const) {
        expect([JSON.stringify(name), url, (await owner.call(method, url, { name })).status]).toEqual([
          JSON.stringify(name),
          url,
          400,
        ]);
      }
    }
    for (const name of ['Weath\u200ber', 'Ｗeather', 'WEATHER\ufe0f', 'Weather\u00ad']) {
      expect((await owner.call('POST', team, { name })).status).toBe(409);
    }
    for (const name of ['天气', '👨‍👩‍👧', 'می‌خواهم', 'מזג אוויר', 'é', '!']) {
      expect((await owner.call('POST', team, { name })).body).toMatchObject({ name });
    }
  });

  it('are a thousand in one team at most', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner, appId } = await newProgram(platform);
    const { db } = platform.core.storage;
    const one = await db
      .selectFrom('mini_program')
      .selectAll()
      .where('app_id', '=', appId)
      .executeTakeFirstOrThrow();
    for (let count = 0; count < 999; count += 1) {
      const more = { ...one, app_id: `mp${count}`, name_key: `program ${count}` };
      await db.insertInto('mini_program').values(more).execute();
    }
    const refused = await owner.call('POST', `/console/v1/teams/${teamId}/mini-programs`, {
      name: 'One more',
    });
    expect(refused).toMatchObject({ status: 422, body: { error: { code: 'TOO_MANY_ENTRIES' } } });
  });

  it('in the archive can be read and taken back, and nothing else', async () => {
    const platform = await startTestPlatform(kind);
    const operator = await platform.signIn({ operator: true });
    const { owner, appId, path } = await newProgram(platform);
    const archived = await owner.call('POST', `${path}/archive`);
    expect(archived.body).toMatchObject({ archivedAt: platform.clock.now() });
    platform.clock.advance(1000);
    for (const refused of [
      await owner.call('POST', `${path}/archive`),
      await owner.call('PATCH', path, { name: 'Rain' }),
      await operator.call('PUT', `/operator/v1/mini-programs/${appId}/first-party`, { firstParty: true }),
    ]) {
      expect(refused).toMatchObject({ status: 409, body: { error: { code: 'ARCHIVED' } } });
    }
    expect((await owner.call('GET', path)).body).toEqual(archived.body);
    const back = await owner.call('DELETE', `${path}/archive`);
    expect(back.body).toMatchObject({ archivedAt: null });
    expect((await owner.call('DELETE', `${path}/archive`)).body).toEqual(back.body);
    expect((await owner.call('GET', `${path}/audit?action=mini-program.take-back`)).body).toMatchObject({
      entries: [{ outcome: 'done' }],
      next: null,
    });
  });

  it('are listed in pages by name, archived ones last, and found by a part of the name', async () => {
    const platform = await startTestPlatform(kind);
    const operator = await platform.signIn({ operator: true });
    const { teamId, owner } = await platform.team();
    const path = `/console/v1/teams/${teamId}/mini-programs`;
    for (const name of ['delta', 'Äpfel 100%', 'Bravo', 'alpha_1', 'Charlie', 'alpha-1']) {
      await owner.call('POST', path, { name });
    }
    const { miniPrograms } = (await owner.call('GET', `${path}?query=alpha-`)).body as Page;
    await owner.call('POST', `/console/v1/mini-programs/${miniPrograms[0]?.appId}/archive`);

    expect(await namesOf(owner, path)).toEqual([
      'alpha_1',
      'Bravo',
      'Charlie',
      'delta',
      'Äpfel 100%',
      'alpha-1',
    ]);
    expect(await namesOf(owner, path, '&query=ALPHA')).toEqual(['alpha_1', 'alpha-1']);
    expect(await namesOf(owner, path, '&query=a_1')).toEqual(['alpha_1']);
    expect(await namesOf(owner, path, `&query=${encodeURIComponent('äPFEL 100%')}`)).toEqual(['Äpfel 100%']);
    expect(await namesOf(owner, path, `&query=${encodeURIComponent('%')}`)).toEqual(['Äpfel 100%']);

    const other = await newProgram(platform);
    expect(await namesOf(operator, '/operator/v1/mini-programs')).toEqual([
      ...['alpha_1', 'Bravo', 'Charlie', 'delta', 'Weather', 'Äpfel 100%', 'alpha-1'],
    ]);
    expect(await namesOf(operator, '/operator/v1/mini-programs', `&query=${other.appId}`)).toEqual([
      'Weather',
    ]);
    expect(await namesOf(operator, '/operator/v1/mini-programs', `&query=${teamId}`)).toHaveLength(6);
    expect((await owner.call('GET', '/operator/v1/mini-programs')).status).toBe(403);
    const forged = Buffer.from(JSON.stringify([0, 'nul \u0000', 'x'])).toString('base64url');
    expect((await owner.call('GET', `${path}?cursor=${forged}`)).status).toBe(400);
  });
});
