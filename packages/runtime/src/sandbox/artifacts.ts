import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** What `npm run build` makes for sandboxes; the same place from source and from the built package. */
const artifact = (name: string) => new URL(`../../dist/${name}`, import.meta.url);

export const workerFile = artifact('worker.cjs');

interface Artifacts {
  readonly module: WebAssembly.Module;
  readonly guest: string;
}

let loading: Promise<Artifacts> | undefined;

/** QuickJS, compiled once for all sandboxes of the process, and the guest code. */
export function loadArtifacts(): Promise<Artifacts> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Artifacts> {
  try {
    const [wasm, guest] = await Promise.all([
      readFile(artifact('quickjs.wasm')),
      readFile(artifact('guest.js'), 'utf8'),
    ]);
    return { module: await WebAssembly.compile(wasm), guest };
  } catch (cause) {
    loading = undefined;
    const folder = fileURLToPath(artifact(''));
    throw new Error(`The sandbox is not built: ${folder} lacks a file. Run \`npm run build\`.`, { cause });
  }
}
