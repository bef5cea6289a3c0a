import { readFileSync } from 'node:fs';

/** A code block of a page, and the language that it names. */
interface Block {
  readonly language: string;
  readonly code: string;
}

/** The text of a page below the root of the repository. */
export function readPage(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

/** All code blocks of a text, in order. */
export function blocksOf(text: string): Block[] {
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({
    language,
    code,
  }));
}

/** The names in the first column of the table whose head begins with `option`. */
export function optionsOf(text: string): string[] {
  const [, table = ''] = /^\| option \|.*\n\|---.*\n((?:\|.*\n)+)/m.exec(text) ?? [];
  return [...table.matchAll(/^\| `(\w+)`/gm)].map(([, name = '']) => name);
}
