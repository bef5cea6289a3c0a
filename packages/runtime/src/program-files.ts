import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Api } from '@minigate/policy';
import { commonJsSource } from './module-source.ts';
import { ProgramError } from './program-error.ts';

/** A mini program, read and ready to run. */
export interface ProgramFiles {
  /** Scripts as CommonJS and JSON files, by path inside the program, with `/`. */
  readonly files: ReadonlyMap<string, string>;
  /** `app.js`, if there is one. */
  readonly main?: string;
  /** The first page of `app.json`, without an extension. */
  readonly page?: string;
  /** Milliseconds by API, from `app.json`. */
  readonly networkTimeout: Partial<Record<Api, number>>;
}

/** All scripts and JSON of one program together; far beyond what platforms let a program have. */
const largestProgram = 32 * 1024 * 1024;
const skippedFolders = new Set(['node_modules']);

/** One script without a folder: it runs as `app.js`. */
export function programFromSource(source: string): ProgramFiles {
  return {
    files: new Map([['app.js', commonJsSource(source, 'app.js')]]),
    main: 'app.js',
    networkTimeout: {},
  };
}

/**
 * Reads a program's folder: `project.config.json` may name a `miniprogramRoot` inside it, `app.json` is
 * there. Nothing outside the folder is read, neither through `..` nor through links.
 *
 * @throws ProgramError if the folder holds no mini program, or one that is too large
 */
export async function readProgram(directory: string): Promise<ProgramFiles> {
  const root = await programRoot(directory);
  const files = await readFiles(root);
  const app = parsed(files.get('app.json'), 'app.json');
  if (app === undefined) {
    throw new ProgramError(
      `${root} holds no mini program: there is no app.json. Name the folder that has it.`,
    );
  }
  const page = firstPage(app, files);
  const main = files.has('app.js') ? 'app.js' : undefined;
  if (main === undefined && page === undefined) {
    throw new ProgramError(`${root} has nothing to run: there is neither an app.js nor a page in app.json.`);
  }
  return {
    files,
    networkTimeout: networkTimeout(app),
    ...(main === undefined ? undefined : { main }),
    ...(page === undefined ? undefined : { page }),
  };
}

type JsonObject = Record<string, unknown>;

async function programRoot(directory: string): Promise<string> {
  const folder = await realFolder(directory, directory);
  const configText = await readFile(join(folder, 'project.config.json'), 'utf8').catch(() => undefined);
  const config = parsed(configText, 'project.config.json');
  const root = config?.miniprogramRoot;
  if (root === undefined || root === '') return folder;
  if (typeof root !== 'string')
    throw new ProgramError('miniprogramRoot in project.config.json must be a text.');
  const inner = await realFolder(join(folder, root), root);
  if (inner !== folder && !inner.startsWith(folder + sep)) {
    throw new ProgramError(
      `miniprogramRoot in project.config.json leaves the folder: ${JSON.stringify(root)}.`,
    );
  }
  return inner;
}

async function realFolder(path: string, named: string): Promise<string> {
  try {
    const real = await realpath(path);
    if ((await stat(real)).isDirectory()) return real;
  } catch (cause) {
    throw new ProgramError(`There is no folder ${JSON.stringify(named)}.`, { cause });
  }
  throw new ProgramError(`${JSON.stringify(named)} is not a folder.`);
}

async function readFiles(root: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  let size = 0;
  const seen = new Set<string>();

  async function visit(folder: string, shown: string): Promise<void> {
    const real = await realpath(folder);
    if (seen.has(real)) return;
    seen.add(real);
    for (const entry of await readdir(real)) {
      if (entry.startsWith('.') || skippedFolders.has(entry)) continue;
      await take(join(real, entry), shown === '' ? entry : `${shown}/${entry}`);
    }
  }

  async function take(path: string, shown: string): Promise<void> {
    const real = await realpath(path).catch(() => undefined);
    // A link that leaves the folder, or leads nowhere, is not part of the program.
    if (real === undefined || relative(root, real).startsWith('..') || !real.startsWith(root)) return;
    const about = await stat(real);
    if (about.isDirectory()) {
      await visit(real, shown);
    } else if (about.isFile() && /\.(js|json)$/.test(shown)) {
      size += about.size;
      if (size > largestProgram) {
        throw new ProgramError(`The program has more than ${largestProgram} bytes of scripts and JSON.`);
      }
      const text = (await readFile(real, 'utf8')).replace(/^\uFEFF/, '');
      files.set(shown, shown.endsWith('.js') ? commonJsSource(text, shown) : text);
    }
  }

  await visit(root, '');
  return files;
}

function parsed(text: string | undefined, name: string): JsonObject | undefined {
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : '';
    throw new ProgramError(`${name} is not JSON: ${reason}`, { cause });
  }
  if (isJsonObject(value)) return value;
  throw new ProgramError(`${name} must hold a JSON object.`);
}

function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstPage(app: JsonObject, files: ReadonlyMap<string, string>): string | undefined {
  const { pages } = app;
  if (pages === undefined) return undefined;
  if (!Array.isArray(pages) || !pages.every((page): page is string => typeof page === 'string')) {
    throw new ProgramError('pages in app.json must be a list of paths, such as "pages/index/index".');
  }
  const [first] = pages;
  if (first === undefined) return undefined;
  const page = first.replace(/^\//, '');
  if (files.has(`${page}.js`)) return page;
  throw new ProgramError(`app.json names the page ${JSON.stringify(first)}, but there is no ${page}.js.`);
}

function networkTimeout(app: JsonObject): Partial<Record<Api, number>> {
  const given = isJsonObject(app.networkTimeout) ? app.networkTimeout : {};
  const result: Partial<Record<Api, number>> = {};
  for (const api of ['request', 'downloadFile', 'uploadFile', 'connectSocket'] as const) {
    const value = given[api];
    if (typeof value === 'number' && value > 0 && Number.isFinite(value)) result[api] = value;
  }
  return result;
}
