import { join } from 'node:path';
import type { Api } from '@minigate/policy';
import { commonJsSource } from './module-source.ts';
import { ProgramError } from './program-error.ts';
import { ProgramFolder } from './program-folder.ts';

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
 * there.
 *
 * @throws ProgramError if the folder holds no mini program, or one that cannot be read
 */
export async function readProgram(directory: string): Promise<ProgramFiles> {
  const root = await programRoot(await ProgramFolder.open(directory));
  const texts = await root.texts();
  const app = parsed(texts.get('app.json'), 'app.json');
  if (app === undefined) {
    throw new ProgramError(
      `${root.path} holds no mini program: there is no app.json. Name the folder that has it.`,
    );
  }
  const page = firstPage(app, texts);
  const main = texts.has('app.js') ? 'app.js' : undefined;
  if (main === undefined && page === undefined) {
    throw new ProgramError(
      `${root.path} has nothing to run: there is neither an app.js nor a page in app.json.`,
    );
  }
  const files = new Map<string, string>();
  for (const [path, text] of texts) files.set(path, path.endsWith('.js') ? commonJsSource(text, path) : text);
  return {
    files,
    networkTimeout: networkTimeout(app),
    ...(main === undefined ? undefined : { main }),
    ...(page === undefined ? undefined : { page }),
  };
}

type JsonObject = Record<string, unknown>;

async function programRoot(folder: ProgramFolder): Promise<ProgramFolder> {
  const name = 'project.config.json';
  const root = parsed(await folder.text(name), name)?.miniprogramRoot;
  if (root === undefined || root === '') return folder;
  if (typeof root !== 'string') throw new ProgramError(`miniprogramRoot in ${name} must be a text.`);
  const inner = await ProgramFolder.open(
    join(folder.path, root),
    `${JSON.stringify(root)} (miniprogramRoot in ${name})`,
  );
  if (folder.holds(inner.path)) return inner;
  throw new ProgramError(`miniprogramRoot in ${name} leaves the folder: ${JSON.stringify(root)}.`);
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

function firstPage(app: JsonObject, texts: ReadonlyMap<string, string>): string | undefined {
  const { pages } = app;
  if (pages === undefined) return undefined;
  if (!Array.isArray(pages) || !pages.every((page): page is string => typeof page === 'string')) {
    throw new ProgramError('pages in app.json must be a list of paths, such as "pages/index/index".');
  }
  const [first] = pages;
  if (first === undefined) return undefined;
  const page = first.replace(/^\//, '');
  if (texts.has(`${page}.js`)) return page;
  throw new ProgramError(`app.json names the page ${JSON.stringify(first)}, but there is no ${page}.js.`);
}

function networkTimeout({ networkTimeout: given = {} }: JsonObject): Partial<Record<Api, number>> {
  if (!isJsonObject(given)) {
    throw new ProgramError('networkTimeout in app.json must be an object, such as { "request": 10000 }.');
  }
  const result: Partial<Record<Api, number>> = {};
  for (const api of ['request', 'downloadFile', 'uploadFile', 'connectSocket'] as const) {
    const value = given[api];
    if (value === undefined) continue;
    if (typeof value !== 'number' || !(value > 0)) {
      throw new ProgramError(`networkTimeout.${api} in app.json must be a number of milliseconds above 0.`);
    }
    result[api] = value;
  }
  return result;
}
