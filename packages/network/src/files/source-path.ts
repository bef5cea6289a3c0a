import { type BigIntStats, lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { NetworkError } from '../errors.ts';

/**
 * The real path of a file that is inside one of the folders once every link is resolved. Rule 17.
 *
 * What is outside is refused whether it exists or not, so that a program learns nothing about other folders.
 *
 * @throws NetworkError FILE_NOT_PERMITTED for a path outside, a relative one, or what is no regular file;
 * FILE_NOT_FOUND for a path inside where nothing is
 */
export function realFile(filePath: string, folders: readonly string[]): string {
  if (!isAbsolute(filePath) || filePath.includes('\0') || filePath.endsWith(sep))
    throw notPermitted(filePath);
  const plain = resolve(filePath);
  const parent = realPath(dirname(plain));
  if (parent === undefined) throw isInside(plain, folders) ? notFound(filePath) : notPermitted(filePath);
  if (!isInside(join(parent, basename(plain)), folders)) throw notPermitted(filePath);
  const path = realPath(plain);
  if (path === undefined) throw notFound(filePath);
  if (!isInside(path, folders)) throw notPermitted(filePath);
  const present = lstatSync(path, { throwIfNoEntry: false });
  if (present === undefined) throw notFound(filePath);
  // Opening a FIFO or a device can have effects of its own: those are not even opened.
  if (!present.isFile()) throw notPermitted(filePath);
  return path;
}

/**
 * Whether a real path is still free of links and names the file that was opened there. An opened file for which
 * this holds is inside, whatever was renamed or linked in the meantime.
 */
export function stillNames(path: string, opened: BigIntStats): boolean {
  if (realPath(path) !== path) return false;
  const present = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return present !== undefined && present.dev === opened.dev && present.ino === opened.ino;
}

export function notPermitted(filePath: string, cause?: unknown): NetworkError {
  const detail = `${shown(filePath)} is not the path of a file inside the program's temp or user folder.`;
  return new NetworkError('FILE_NOT_PERMITTED', { detail, cause });
}

function notFound(filePath: string): NetworkError {
  return new NetworkError('FILE_NOT_FOUND', { detail: `There is no file at ${shown(filePath)}.` });
}

function shown(filePath: string): string {
  return JSON.stringify(filePath.slice(0, 256));
}

function isInside(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path.startsWith(folder + sep));
}

/** The path with every link resolved; absent where nothing is, or nothing may be seen. */
function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
