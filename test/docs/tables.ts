import { readFileSync } from 'node:fs';

/**
 * The tables of a page of docs/ by the heading that they stand under: rows of cells, the head left out.
 * Backticks around a whole cell are dropped.
 */
export function readTables(page: string): Map<string, string[][]> {
  const tables = new Map<string, string[][]>();
  let heading = '';
  for (const line of readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8').split('\n')) {
    if (line.startsWith('#')) heading = line.replace(/^#+ /, '');
    if (!line.startsWith('|')) continue;
    const cells = line.split('|').slice(1, -1);
    const rows = tables.get(heading) ?? [];
    tables.set(heading, [...rows, cells.map((cell) => cell.trim().replace(/^`([^`]*)`$/, '$1'))]);
  }
  return new Map([...tables].map(([name, rows]) => [name, rows.slice(2)]));
}
