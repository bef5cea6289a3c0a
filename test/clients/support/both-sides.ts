import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createMiniProgram } from '@minigate/runtime';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../../support/temp-folder.ts';
import type { Lab } from './lab.ts';
import { load } from './load.ts';

/** A mini program: packages as scripts, by name, and the script that requires them and says lines of JSON. */
export interface ClientProgram {
  packages: Record<string, string>;
  app: string;
}

/** The text of a file that a package publishes. */
export function published(path: string): string {
  return readFileSync(createRequire(import.meta.url).resolve(path), 'utf8');
}

/** What the program says inside the sandbox, where `require` finds its packages in `miniprogram_npm`. */
export async function saidInside({ packages, app }: ClientProgram, { options }: Lab): Promise<unknown[]> {
  const directory = temporaryFolder();
  const files = {
    'app.json': '{}',
    'app.js': app,
    ...Object.fromEntries(
      Object.entries(packages).map(([name, code]) => [`miniprogram_npm/${name}/index.js`, code]),
    ),
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const said: unknown[] = [];
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  const program = await createMiniProgram({
    ...options,
    directory,
    onConsole({ args }) {
      said.push(JSON.parse(args.join(' ')));
      if (args[0] === lastWord) end();
    },
  });
  onTestFinished(() => program.close());
  program.on('error', ({ message, stack }) => {
    said.push({ error: message, stack });
    end();
  });
  await ended;
  return said;
}

/** What the same program says outside, where `wx` is the network itself. */
export async function saidOutside({ packages, app }: ClientProgram, { wx }: Lab): Promise<unknown[]> {
  const said: unknown[] = [];
  const ended = new Promise<void>((resolve) => {
    const require = (name: string) => load(packages[name] ?? '', { wx });
    const console = {
      log(line: string) {
        said.push(JSON.parse(line));
        if (line === lastWord) resolve();
      },
    };
    load(app, { wx, require, console });
  });
  await ended;
  return said;
}

/** What every program says at its end. */
export const lastWord = '"done"';
