import { readFileSync } from 'node:fs';

/** The columns of the table: who asks. */
export const askers = [
  'anonymous',
  'stranger',
  'viewer',
  'developer',
  'owner',
  'operator',
  'access token',
] as const;
export type Asker = (typeof askers)[number];

/** Who gets in, by route: `GET /console/v1/teams` and the like. */
export type AccessTable = ReadonlyMap<string, ReadonlySet<Asker>>;

/** Reads the table of `docs/api/access.md`. @throws Error where it is not of its form */
export function readAccessTable(): AccessTable {
  const page = readFileSync(new URL('../../../../docs/api/access.md', import.meta.url), 'utf8');
  const lines = page.split('\n').filter((line) => line.startsWith('|'));
  const rows = lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  const [head, , ...body] = rows;
  if (head?.join() !== ['route', ...askers].join()) throw new Error('docs/api/access.md has other columns.');
  const table = new Map<string, ReadonlySet<Asker>>();
  for (const [route = '', ...cells] of body) {
    const name = /^`([A-Z]+ \/\S*)`$/.exec(route)?.[1];
    if (name === undefined || table.has(name))
      throw new Error(`docs/api/access.md: ${route} is no new route.`);
    if (cells.length !== askers.length || cells.some((cell) => cell !== 'yes' && cell !== 'no')) {
      throw new Error(`docs/api/access.md: the row of ${name} does not say yes or no seven times.`);
    }
    table.set(name, new Set(askers.filter((_, index) => cells[index] === 'yes')));
  }
  return table;
}
