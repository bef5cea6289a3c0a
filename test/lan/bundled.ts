import { cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const source = (name: string) => join(root, `packages/${name}/src/index.ts`);

/** A script of this folder as one file that Node.js runs, with the sources of our packages in it. */
export async function bundled(script: string): Promise<string> {
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'minigate-lan-'));
  const outfile = join(folder, 'src', script.replace('.ts', '.mjs'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  // The network reads its version beside its sources.
  cpSync(join(root, 'packages/network/package.json'), join(folder, 'package.json'));
  await build({
    entryPoints: [fileURLToPath(new URL(script, import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    alias: { '@minigate/network': source('network'), '@minigate/policy': source('policy') },
    logLevel: 'error',
  });
  return outfile;
}
