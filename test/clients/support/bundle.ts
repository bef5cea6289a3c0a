import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));

export interface BundleOptions {
  /** Where the names of packages are looked up; default: this project. */
  from?: string;
  define?: Record<string, string>;
  /** Packages that the code names and that are not there: each is an empty object. */
  absent?: readonly string[];
}

/**
 * Published packages as one CommonJS script, in the way in which a mini program is built: the files for browsers and
 * mini programs, nothing of Node.
 *
 * @example
 * const code = await bundle("export { default } from 'axios-miniprogram'");
 */
export async function bundle(entry: string, options: BundleOptions = {}): Promise<string> {
  const { from = here, define = {}, absent = [] } = options;
  const result = await build({
    stdin: { contents: entry, resolveDir: from, sourcefile: 'entry.js' },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'browser',
    mainFields: ['module', 'main'],
    define: { 'process.env.NODE_ENV': '"production"', ...define },
    plugins: [withoutPackages(absent)],
    logLevel: 'error',
  });
  return result.outputFiles.map(({ text }) => text).join('');
}

function withoutPackages(names: readonly string[]): Plugin {
  return {
    name: 'absent',
    setup(builder) {
      builder.onResolve({ filter: /^[^.]/ }, ({ path }) =>
        names.includes(path) ? { path, namespace: 'absent' } : undefined,
      );
      builder.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'module.exports = {};' }));
    },
  };
}
