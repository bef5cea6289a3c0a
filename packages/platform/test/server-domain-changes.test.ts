import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { databaseKinds, emptyDatabase } from './support/databases.ts';
import { anyStep, grantsAfter, type Lists, modelOf, type Model, show } from './support/list-model.ts';
import { newProgram } from './support/programs.ts';
import { startTestPlatform } from './support/test-platform.ts';

interface Saved {
  readonly version: number;
  readonly serverDomains: Lists;
  readonly changed: boolean;
}

describe.each(databaseKinds)('changes of server domains, on %s', (kind) => {
  it('do in any order what they say, and keep every version', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner } = await platform.team();
    let programs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 2, maxLength: 10 }), async (steps) => {
        programs += 1;
        const made = await owner.call('POST', `/console/v1/teams/${teamId}/mini-programs`, {
          name: `Program ${programs}`,
        });
        const base = `/console/v1/mini-programs/${(made.body as { appId: string }).appId}/server-domains`;
        const kept: Model[] = [modelOf([])];
        for (const taken of steps) {
          const version = kept.length;
          const before = kept.at(-1) ?? modelOf([]);
          if (taken.verb === 'restore') {
            const back = 1 + (taken.back % version);
            const { body } = await owner.call('POST', `${base}/restore`, { version: back, current: version });
            const saved = body as Saved;
            expect(show(modelOf(saved.serverDomains))).toEqual(show(kept[back - 1] ?? before));
            expect(saved.version).toBe(saved.changed ? version + 1 : version);
            if (saved.changed) kept.push(modelOf(saved.serverDomains));
            continue;
          }
          const change = { version, serverDomains: taken.lists };
          const { body } = await (taken.verb === 'replace'
            ? owner.call('PUT', base, change)
            : owner.call('POST', `${base}/${taken.verb}`, change));
          const saved = body as Saved;
          const now = modelOf(saved.serverDomains);
          const expected =
            taken.verb === 'replace'
              ? show(modelOf(taken.lists))
              : show({ grants: grantsAfter(before, taken.verb, taken.lists) });
          expect(show(now)).toEqual(expected);
          if (taken.verb !== 'replace') expect(saved.changed).toBe(!isSame(show(before), expected));
          if (saved.changed) kept.push(now);
          expect(saved.version).toBe(kept.length);
        }
        for (const [index, model] of kept.entries()) {
          const { body } = await owner.call('GET', `${base}/history/${index + 1}`);
          expect(show(modelOf((body as Saved).serverDomains))).toEqual(show(model));
        }
      }),
      { numRuns: 12 },
    );
  }, 120_000);

  it('made together lose none that was acknowledged, and are never seen by half', async () => {
    const database = await emptyDatabase(kind);
    const one = await startTestPlatform(kind, { database });
    const two = kind === 'postgres' ? await startTestPlatform(kind, { database, clock: one.clock }) : one;
    const { owner, path, appId } = await newProgram(one);
    const origin = {
      requestId: 'test',
      actor: { kind: 'user', id: owner.userId, name: owner.email },
      address: '127.0.0.1',
    } as const;
    const acknowledged: string[] = [];
    let conflicts = 0;
    const edit = async (editor: number) => {
      const { serverDomains } = (editor % 2 === 0 ? one : two).services;
      for (let turn = 0; turn < 6; turn += 1) {
        const name = `e${editor}t${turn}`;
        const pair = [`https://${name}.example`, `wss://${name}.example`];
        for (;;) {
          const { version } = await serverDomains.get(appId);
          const change = { version, serverDomains: pair };
          const done = await serverDomains.add(origin, appId, change).catch((error: { code?: string }) => {
            expect(error.code).toBe('CONFLICT');
            conflicts += 1;
          });
          if (done === undefined) continue;
          acknowledged.push(...pair);
          break;
        }
      }
    };
    let over = false;
    const watch = async () => {
      const seen: Lists[] = [];
      while (!over) {
        const { body } = await owner.call('GET', `${path}/server-domains`);
        seen.push((body as Saved).serverDomains);
      }
      return seen;
    };
    const watching = watch();
    await Promise.all([0, 1, 2, 3].map(edit));
    over = true;
    for (const seen of await watching) expectPairs(seen);

    const { body } = await owner.call('GET', `${path}/server-domains`);
    const { version, serverDomains } = body as Saved;
    expect((serverDomains as string[]).toSorted()).toEqual(acknowledged.toSorted());
    expect(version).toBe(1 + acknowledged.length / 2);
    expect(conflicts).toBeGreaterThan(0);
    const log = await owner.call('GET', `${path}/audit?action=server-domains.add&outcome=done&limit=100`);
    expect((log.body as { entries: unknown[] }).entries).toHaveLength(acknowledged.length / 2);
  });

  it('without a version are made to whatever is there, one after the other', async () => {
    const database = await emptyDatabase(kind);
    const one = await startTestPlatform(kind, { database });
    const two = kind === 'postgres' ? await startTestPlatform(kind, { database, clock: one.clock }) : one;
    const { owner, path, appId } = await newProgram(one);
    const origin = {
      requestId: 'test',
      actor: { kind: 'program', id: appId, name: appId },
      address: '127.0.0.1',
    } as const;
    const entries = Array.from({ length: 24 }, (_, index) => `https://h${index}.example`);
    await Promise.all(
      entries.map((entry, index) =>
        (index % 2 === 0 ? one : two).services.serverDomains.add(origin, appId, { serverDomains: [entry] }),
      ),
    );
    const { body } = await owner.call('GET', `${path}/server-domains`);
    expect(body).toMatchObject({ version: 25, changedBy: appId });
    expect(((body as Saved).serverDomains as string[]).toSorted()).toEqual(entries.toSorted());
  });
});

function expectPairs(seen: Lists): void {
  const names = (scheme: string) =>
    (seen as string[])
      .flatMap((entry) => (entry.startsWith(scheme) ? entry.slice(scheme.length) : []))
      .sort();
  expect(names('https://')).toEqual(names('wss://'));
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
