// Makes dist/pages, the two pages as files, unless they were made from exactly these sources already.
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/**
 * What the pages are made from: their own files, the folders of other packages that they import from, whole, and the
 * versions of the rest.
 */
const inputs = [
  'src',
  'public',
  'console.html',
  'simulator.html',
  'vite.config.ts',
  'package.json',
  '../policy/dist',
  '../runtime/dist/inspector.js',
  '../runtime/dist/inspector',
  '../runtime/dist/simulator',
  '../../package-lock.json',
];

async function fingerprint() {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const file of await filesOf(here(input))) hash.update(file).update(await readFile(file));
  }
  return hash.digest('hex');
}

async function filesOf(path) {
  const found = await readdir(path, { recursive: true, withFileTypes: true }).catch(({ code }) => {
    if (code === 'ENOTDIR') return undefined;
    if (code === 'ENOENT') return [];
    throw new Error(`${path} cannot be read: ${code}`);
  });
  if (found === undefined) return [path];
  const isSource = (entry) => entry.isFile() && !/\.(map|tsbuildinfo|d\.ts)$/.test(entry.name);
  return found
    .filter(isSource)
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

const madeFrom = here('dist/.pages-made-from');
const wanted = await fingerprint();
if ((await readFile(madeFrom, 'utf8').catch(() => '')) !== wanted) {
  await build({ configFile: here('vite.config.ts'), logLevel: 'warn' });
  await writeFile(madeFrom, wanted);
}
