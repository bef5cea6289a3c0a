/**
 * `import './scripts/typescript.mjs'` (or `node --import`) lets plain Node import this project's .ts and .tsx files:
 * the benchmarks and the example server use the servers of test/support. Types are removed, not checked.
 */
import { readFile } from 'node:fs/promises';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { transform } from 'esbuild';

if (isMainThread) register(import.meta.url);

/** A loader hook of node:module, which calls it on a thread of its own. */
export async function load(url, context, nextLoad) {
  const [, loader] = /\.(tsx?)$/.exec(url) ?? [];
  if (loader === undefined) return nextLoad(url, context);
  const text = await readFile(fileURLToPath(url), 'utf8');
  const { code } = await transform(text, {
    loader,
    jsx: 'automatic',
    target: 'node20',
    sourcemap: 'inline',
    sourcefile: url,
  });
  return { format: 'module', source: code, shortCircuit: true };
}
