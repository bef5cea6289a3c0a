import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readPage } from './pages.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const decisions = readdirSync(`${root}docs/decisions`).toSorted();
const pages = [
  'benchmarks/README.md',
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  return [...readPage(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Whether a link of a page leads somewhere: to a file, and to a heading where it names one. */
function leads(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(root, target))) return false;
  return anchor === undefined || anchorsOf(target).includes(anchor);
}

describe('the pages of this repository', () => {
  it.each(pages)('link to files and headings that are there: %s', (page) => {
    const links = [...readPage(page).matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !leads(page, link))).toEqual([]);
  });

  it('are reached from README.md', () => {
    const reached = new Set<string>();
    const visit = (page: string): void => {
      if (reached.has(page)) return;
      reached.add(page);
      for (const [, link = ''] of readPage(page).matchAll(/\]\(([^)#:]+\.md)(?:#[^)]*)?\)/g)) {
        visit(join(dirname(page), link));
      }
    };
    visit('README.md');
    const own = pages.filter((page) => !page.startsWith('docs/decisions/'));
    expect([...reached].toSorted()).toEqual(own.toSorted());
  });

  it('number the decisions without gaps', () => {
    expect(decisions.map((name) => Number(name.slice(0, 4)))).toEqual(decisions.map((_, i) => i + 1));
    expect(decisions.map((name) => readPage(`docs/decisions/${name}`).split('.')[0])).toEqual(
      decisions.map((_, i) => `# ${i + 1}`),
    );
  });
});
