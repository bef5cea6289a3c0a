import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { databaseKinds } from './support/databases.ts';
import { newProgram } from './support/programs.ts';
import { startTestPlatform } from './support/test-platform.ts';

interface Entry {
  readonly time: number;
  readonly action: string;
  readonly outcome: string;
}

describe.each(databaseKinds)('the audit log, on %s', (kind) => {
  it('has who changed what, and who was refused what, with the id of the request', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner, appId, path } = await newProgram(platform);
    const viewer = await platform.member(teamId, 'viewer');
    const body = { version: 1, serverDomains: ['https://a.example'] };
    const done = await owner.call('POST', `${path}/server-domains/add`, body);
    const refused = await viewer.call('POST', `${path}/server-domains/add`, body);

    const log = await viewer.call('GET', `${path}/audit`);
    expect(log.body).toMatchObject({
      entries: [
        {
          action: 'server-domains.add',
          outcome: 'refused',
          actor: { kind: 'user', id: viewer.userId, name: viewer.email },
          requestId: refused.headers.get('x-request-id'),
          details: { code: 'FORBIDDEN' },
        },
        {
          action: 'server-domains.add',
          outcome: 'done',
          time: platform.clock.now(),
          actor: { id: owner.userId },
          address: '127.0.0.1',
          requestId: done.headers.get('x-request-id'),
          teamId,
          appId,
          details: { version: 2, added: { all: ['https://a.example'] }, removed: {} },
        },
        { action: 'mini-program.register', outcome: 'done' },
      ],
      next: null,
    });
    const ofTeam = await owner.call('GET', `/console/v1/teams/${teamId}/audit`);
    const { entries } = log.body as { entries: readonly unknown[] };
    expect(ofTeam.body).toMatchObject({ entries: [...entries, { action: 'team.create', outcome: 'done' }] });
  });

  it('is filtered by action, actor, outcome and time, and given in pages', async () => {
    const platform = await startTestPlatform(kind);
    const { owner, path, teamId } = await newProgram(platform);
    const developer = await platform.member(teamId, 'developer');
    const begin = platform.clock.now();
    for (const name of ['Rain', 'Snow', 'Hail']) {
      platform.clock.advance(1000);
      await developer.call('PATCH', path, { name });
    }
    platform.clock.advance(1000);
    await developer.call('POST', `${path}/archive`);

    const find = async (query: string) => {
      const { body } = await owner.call('GET', `${path}/audit?${query}`);
      return (body as { entries: Entry[] }).entries.map(
        ({ time, action, outcome }) => `${(time - begin) / 1000} ${action} ${outcome}`,
      );
    };
    const rename = 'mini-program.rename done';
    expect(await find(`action=mini-program.rename`)).toEqual([`3 ${rename}`, `2 ${rename}`, `1 ${rename}`]);
    expect(await find('action=mini-program')).toHaveLength(5);
    expect(await find('action=mini')).toEqual([]);
    expect(await find(`actor=${owner.email}`)).toEqual(['0 mini-program.register done']);
    expect(await find(`actor=${owner.userId}`)).toEqual(['0 mini-program.register done']);
    expect(await find('outcome=refused')).toEqual(['4 mini-program.archive refused']);
    expect(await find(`from=${begin + 1000}&to=${begin + 3000}`)).toEqual([`2 ${rename}`, `1 ${rename}`]);

    const first = await owner.call('GET', `${path}/audit?limit=3`);
    const { next, entries } = first.body as { next: string; entries: Entry[] };
    const second = await owner.call('GET', `${path}/audit?limit=3&cursor=${next}`);
    expect(
      [...entries, ...(second.body as { entries: Entry[] }).entries].map(({ time }) => time - begin),
    ).toEqual([4000, 3000, 2000, 1000, 0]);
    expect(second.body).toMatchObject({ next: null });
  });

  it('of another team is not shown, and of the platform to operators alone', async () => {
    const platform = await startTestPlatform(kind);
    const one = await newProgram(platform);
    const other = await newProgram(platform);
    expect((await one.owner.call('GET', `${other.path}/audit`)).status).toBe(404);
    expect((await one.owner.call('GET', `/console/v1/teams/${other.teamId}/audit/export`)).status).toBe(404);
    expect((await one.owner.call('GET', '/operator/v1/audit')).status).toBe(403);

    const operator = await platform.signIn({ operator: true });
    expect((await operator.call('GET', '/operator/v1/audit?action=mini-program')).body).toMatchObject({
      entries: [{ appId: other.appId }, { appId: one.appId }],
    });
  });

  it('is exported as NDJSON and CSV, in full, with nothing that a spreadsheet would run', async () => {
    const platform = await startTestPlatform(kind);
    const { owner, teamId } = await newProgram(platform);
    const { audit, storage } = platform.core;
    const actor = { kind: 'user', id: '=1+1', name: '@SUM("a",b)' } as const;
    const origin = { requestId: '-1', actor, address: '\t::1' };
    await storage.change(async (change) => {
      for (let index = 0; index < 1200; index += 1) {
        await audit.done(change, origin, { action: 'test.count', teamId, details: { index } });
      }
    });
    const path = `/console/v1/teams/${teamId}/audit/export?action=test`;

    const ndjson = await owner.call('GET', `${path}&format=ndjson`);
    expect(ndjson.headers.get('content-type')).toMatch(/^application\/x-ndjson/);
    const lines = String(ndjson.body).trimEnd().split('\n');
    expect(lines.map((text) => (JSON.parse(text) as { details: unknown }).details)).toEqual(
      Array.from({ length: 1200 }, (_, index) => ({ index: 1199 - index })),
    );

    const csv = await owner.call('GET', `${path}&format=csv`);
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="audit.csv"');
    const [head, first, ...rest] = String(csv.body).split('\r\n');
    expect(head).toBe(
      'time,action,outcome,actorKind,actorId,actor,address,teamId,appId,details,requestId,id',
    );
    const time = new Date(platform.clock.now()).toISOString();
    expect(first).toMatch(`${time},test.count,done,user,'=1+1,"'@SUM(""a"",b)","'\t::1",${teamId},,`);
    expect(first).toMatch(`"{""index"":1199}",'-1,au`);
    expect(rest).toHaveLength(1200);
  });

  it('is only added to: the database refuses to change or delete what is there', async () => {
    const platform = await startTestPlatform(kind);
    const { owner, path } = await newProgram(platform);
    const { db } = platform.core.storage;
    const refusal = 'The audit log is only added to.';
    await expect(db.updateTable('audit_entry').set({ action: 'nothing.done' }).execute()).rejects.toThrow(
      refusal,
    );
    await expect(db.deleteFrom('audit_entry').execute()).rejects.toThrow(refusal);
    if (kind === 'postgres') {
      await expect(sql`truncate audit_entry`.execute(db)).rejects.toThrow(refusal);
    }
    expect((await owner.call('GET', `${path}/audit`)).body).toMatchObject({
      entries: [{ action: 'mini-program.register' }],
    });
  });
});
