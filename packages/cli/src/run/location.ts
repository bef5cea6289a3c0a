import { realpath, stat } from 'node:fs/promises';
import { dirname, extname, isAbsolute, relative, resolve as resolvePath, sep } from 'node:path';
import { reasonOf, UsageError } from '../usage-error.ts';

/** Where a mini program is: a folder, or one JavaScript file in a folder. Real, absolute paths. */
export interface Location {
  readonly folder: string;
  readonly file: string | undefined;
}

/**
 * Finds the program that was named.
 *
 * @throws UsageError if there is none
 */
export async function locate(program: string, cwd: string): Promise<Location> {
  const path = resolvePath(cwd, program);
  try {
    const real = await realpath(path);
    const found = await stat(real);
    if (found.isDirectory()) return { folder: real, file: undefined };
    if (found.isFile() && isScript(real)) return { folder: dirname(real), file: real };
  } catch (error) {
    throw new UsageError(`The mini program "${program}" cannot be opened: ${reasonOf(error)}.`);
  }
  throw new UsageError(
    `"${program}" is no mini program. Name the folder that has its app.json, or one JavaScript file.`,
  );
}

function isScript(path: string): boolean {
  return ['.js', '.cjs', '.mjs'].includes(extname(path));
}

/** Whether a folder is that of the program or lies in it, links resolved. */
export async function isInside(folder: string, program: Location): Promise<boolean> {
  const way = relative(program.folder, await realpath(folder));
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
