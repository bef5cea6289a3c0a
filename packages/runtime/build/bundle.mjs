// Makes what a sandbox is started from: dist/worker.cjs, dist/guest.js and dist/quickjs.wasm, with QuickJS's licence.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { exportTable } from './export-table.mjs';

const file = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const require = createRequire(import.meta.url);

/** The engine's own loader: of its two forms the one that needs no URL of its own. */
const glue = '@jitl/quickjs-wasmfile-release-sync/emscripten-module';

const common = {
  bundle: true,
  write: false,
  charset: 'utf8',
  legalComments: 'inline',
  logLevel: 'warning',
  minifySyntax: true,
  minifyWhitespace: true,
};

export async function bundle() {
  await mkdir(file('dist'), { recursive: true });
  const engine = require.resolve('@jitl/quickjs-wasmfile-release-sync/wasm');
  const [worker, guest, wasm, licence] = await Promise.all([
    build({
      ...common,
      entryPoints: [file('src/sandbox/worker.ts')],
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      alias: { [glue]: require.resolve(glue) },
    }),
    build({
      ...common,
      entryPoints: [file('src/guest/install.ts')],
      platform: 'neutral',
      format: 'iife',
      globalName: 'guest',
      target: 'es2022',
    }),
    readFile(engine),
    readFile(join(dirname(engine), '../LICENSE')),
  ]);
  await Promise.all([
    replace('worker.cjs', worker.outputFiles[0].contents),
    replace('guest.js', guest.outputFiles[0].contents),
    replace('quickjs.wasm', exportTable(wasm, 'minigate_functions')),
    replace('quickjs.LICENSE', licence),
  ]);
}

/** In one step: whoever reads the file at this moment gets the old one or the new one, whole. */
async function replace(name, contents) {
  const fresh = file(`dist/.${name}.${process.pid}`);
  await writeFile(fresh, contents);
  await rename(fresh, file(`dist/${name}`));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();
