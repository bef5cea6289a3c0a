import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

interface Packed {
  readonly files: readonly { readonly path: string }[];
}

test('the package has all that a sandbox is started from, with the licence of QuickJS, and no traces of the build', async () => {
  const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
  });
  const [packed] = JSON.parse(stdout) as readonly Packed[];
  const paths = packed?.files.map(({ path }) => path);
  const needed = ['guest.js', 'quickjs.LICENSE', 'quickjs.wasm', 'worker.cjs'].map((name) => `dist/${name}`);
  expect(paths).toEqual(expect.arrayContaining(needed));
  expect(paths).not.toContain('dist/.tsbuildinfo');
});
