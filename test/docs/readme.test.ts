import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { minigate } from '../cli/minigate.ts';
import { start } from '../examples/start.ts';
import { blocksOf } from './pages.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const readme = readFileSync(`${root}README.md`, 'utf8');

/** The text under a heading, to the next heading of that depth. */
function section(heading: string): string {
  const [, text] = readme.split(`\n## ${heading}\n`);
  if (text === undefined) throw new Error(`README.md has no section "${heading}".`);
  return text.split('\n## ')[0] ?? '';
}

/** The code blocks of a language. */
function blocks(text: string, language: string): string[] {
  return blocksOf(text)
    .filter((block) => block.language === language)
    .map(({ code }) => code);
}

/** The flags in the first column of a section's tables. */
const flagsOf = (text: string): string[] =>
  [...text.matchAll(/^\| `(--[a-z-]+)/gm)].map(([, flag = '']) => flag).toSorted();

async function flagsOfCommand(command: string): Promise<string[]> {
  const { stdout } = await minigate([...command.split(' '), '--help'], root);
  const flags = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, flag = '']) => flag);
  return flags.filter((flag) => flag !== '--help').toSorted();
}

/** Times and the names of downloaded files differ from run to run. */
const steady = (text: string): string =>
  text
    .replaceAll(/ +[\d.]+ m?s\b/g, ' N ms')
    .replaceAll(/tmp_\w+/g, 'tmp_…')
    .trim();

describe('README.md', () => {
  it.each([
    ['run', 'Run a program of yours'],
    ['dev', 'Watch it in the simulator'],
    ['check', 'Check URLs without calling them'],
    ['doctor', 'Examine a server'],
  ])('lists exactly the flags of minigate %s', async (command, heading) => {
    const flags = await flagsOfCommand(command);
    expect(flags.length).toBeGreaterThan(5);
    expect(flagsOf(section(heading))).toEqual(flags);
  });

  it('lists exactly the flags of minigate policy show and policy verify', async () => {
    const flags = await Promise.all(['policy show', 'policy verify'].map(flagsOfCommand));
    const listed = section('Look at a signed policy');
    expect(flagsOf(listed)).toEqual([...new Set(flags.flat())].toSorted());
    for (const [index, word] of ['show', 'verify'].entries()) {
      const own = [...listed.matchAll(/^\| `(--[a-z-]+)[^|]*\| (both|`\w+`) \|/gm)];
      const named = own.filter(([, , of]) => of === 'both' || of === `\`${word}\``);
      expect(named.map(([, flag = '']) => flag).toSorted()).toEqual(flags[index]);
    }
  });

  it('shows what npm start -- hello-request shows', async () => {
    const [shown = ''] = blocks(section('See why a call is refused'), 'text');
    const { stdout } = await start('hello-request');
    expect(steady(shown)).toBe(steady(stdout));
  }, 120_000);

  it('shows what minigate check says', async () => {
    const [shown = ''] = blocks(section('Check URLs without calling them'), 'console');
    const [command = '', ...said] = shown.trimEnd().split('\n');
    const { stdout, code } = await minigate(command.split(' ').slice(3), root);
    expect(command).toMatch(/^\$ npx minigate check /);
    expect(said).toEqual(stdout.trimEnd().split('\n'));
    expect(code).toBe(1);
  });

  it('has the example that readme-example.test.ts runs', () => {
    const file = readFileSync(new URL('readme-example.test.ts', import.meta.url), 'utf8');
    expect(blocks(section('Use it in a test'), 'ts')).toEqual([file]);
  });

  it('names commands that package.json has, and examples that are there', () => {
    const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
    for (const code of blocks(readme, 'sh')
      .join('')
      .matchAll(/^npm (\S+)(?: -- (\w[\w-]*))?/gm)) {
      const [, script = '', example] = code;
      expect(scripts).toHaveProperty(script);
      if (example !== undefined) expect(existsSync(`${root}examples/${example}/app.json`)).toBe(true);
    }
  });
});
