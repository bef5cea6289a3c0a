import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** A built file of the page, with what an answer says of it. */
export interface PageFile {
  readonly content: Buffer;
  readonly type: string;
  readonly cacheControl: string;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** What is served, by path: the page, its icon, and assets, whose names have a hash of what they hold. */
const named: Readonly<Record<string, string>> = { '/': 'simulator.html', '/minigate.svg': 'minigate.svg' };

/**
 * The file of the page under a path.
 *
 * @param folder of the built pages
 * @returns nothing where there is none
 */
export async function pageFile(folder: string, path: string): Promise<PageFile | undefined> {
  const asset = /^\/assets\/([\w-][\w.-]*)$/.exec(path)?.[1];
  const file = asset === undefined ? named[path] : join('assets', asset);
  const type = file === undefined ? undefined : types[extname(file)];
  if (file === undefined || type === undefined) return undefined;
  const content = await readFile(join(folder, file)).catch(() => undefined);
  const cacheControl = asset === undefined ? 'no-cache' : 'public, max-age=31536000, immutable';
  return content === undefined ? undefined : { content, type, cacheControl };
}
