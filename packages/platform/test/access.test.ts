import { describe, expect, it } from 'vitest';
import { readAccessTable } from './support/access-table.ts';
import { accessWorld, whoGetsIn } from './support/access-world.ts';
import { databaseKinds } from './support/databases.ts';
import { startTestPlatform, type TestPlatform } from './support/test-platform.ts';

/** Every route that the running platform has. HEAD comes with each GET, and is judged as that. */
const routesOf = ({ app }: TestPlatform) => app.routeAccess.filter(({ method }) => method !== 'HEAD');
const headsOf = ({ app }: TestPlatform) => app.routeAccess.filter(({ method }) => method === 'HEAD');

describe.each(databaseKinds)('who may use which route, on %s', (kind) => {
  it('is said for every route that there is, and for no other', async () => {
    const platform = await startTestPlatform(kind);
    const names = routesOf(platform).map(({ method, path }) => `${method} ${path}`);
    expect([...readAccessTable().keys()].sort()).toEqual(names.sort());
  });

  it('is what the table says, for everybody who may ask', { timeout: 180_000 }, async () => {
    const platform = await startTestPlatform(kind);
    const table = readAccessTable();
    const world = await accessWorld(platform);
    const found: Record<string, readonly string[]> = {};
    const said: Record<string, readonly string[]> = {};
    for (const route of routesOf(platform)) {
      const name = `${route.method} ${route.path}`;
      found[name] = [...(await whoGetsIn(platform, world, route))];
      said[name] = [...(table.get(name) ?? [])];
    }
    expect(Object.keys(found).length).toBeGreaterThan(40);
    expect(found).toEqual(said);
  });

  it('is the same for HEAD as for GET', { timeout: 180_000 }, async () => {
    const platform = await startTestPlatform(kind);
    const table = readAccessTable();
    const world = await accessWorld(platform);
    expect(headsOf(platform).length).toBeGreaterThan(20);
    for (const route of headsOf(platform)) {
      const getsIn = await whoGetsIn(platform, world, route);
      expect([route.path, [...getsIn]]).toEqual([route.path, [...(table.get(`GET ${route.path}`) ?? [])]]);
    }
  });
});
