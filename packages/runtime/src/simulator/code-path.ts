import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ProgramFolder } from '../program-folder.ts';
import { SimulatorError } from './simulator-error.ts';

const longestPath = 1024;

/** What neither the code pane nor the watch looks at. */
export function isSkipped(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}

/**
 * Where a file of the program is, links resolved; it need not exist yet.
 *
 * @param path inside the program's folder, with `/`
 * @throws SimulatorError 400 for what is no path of a program, 403 where it leads out of the folder, 404 where its
 *   folder does not exist
 */
export async function resolveCodePath(folder: ProgramFolder, path: string): Promise<string> {
  const parts = path.split('/');
  const isPath =
    path.length <= longestPath &&
    parts.every((part) => part !== '' && !isSkipped(part) && !/[\0-\x1f\\:]/.test(part));
  if (!isPath) {
    throw new SimulatorError(400, 'That is no path of a file in the program.', {
      fix: 'Name it from the folder of the program, such as pages/index/index.js. Hidden files and node_modules are not shown.',
    });
  }
  const named = join(folder.path, ...parts);
  const parent = await realpath(dirname(named)).catch(() => undefined);
  if (parent === undefined) throw new SimulatorError(404, 'The folder of that file does not exist.');
  const here = join(parent, basename(named));
  const found = await lstat(here).catch(() => undefined);
  // A link that leads nowhere would be written through.
  const real = found?.isSymbolicLink() ? await realpath(here).catch(() => undefined) : here;
  if (real !== undefined && folder.holds(parent) && folder.holds(real) && !isHidden(folder, real))
    return real;
  throw new SimulatorError(403, 'That file is not in the folder of the program.');
}

/** A link may lead to a hidden place inside of the folder, such as `.git`. */
function isHidden(folder: ProgramFolder, real: string): boolean {
  return real
    .slice(folder.path.length)
    .split(/[/\\]/)
    .some((part) => part !== '' && isSkipped(part));
}
