import { randomBytes } from 'node:crypto';
import { lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { NetworkError } from '../errors.ts';

/**
 * Where a file may be written: the real path of `filePath`, if that is inside one of the folders once every
 * link is resolved. Rule 16.
 *
 * @throws NetworkError FILE_NOT_PERMITTED for a path outside, a relative one, a folder, or one whose own
 * folder does not exist
 */
export function placeFor(filePath: string, folders: readonly string[]): string {
  if (!isAbsolute(filePath) || filePath.includes('\0') || filePath.endsWith(sep))
    throw notPermitted(filePath);
  const plain = resolve(filePath);
  let parent: string;
  try {
    parent = realpathSync(dirname(plain));
  } catch (cause) {
    throw notPermitted(filePath, cause);
  }
  if (!folders.some((folder) => parent === folder || parent.startsWith(folder + sep))) {
    throw notPermitted(filePath);
  }
  const place = join(parent, basename(plain));
  if (!mayBeReplaced(place)) throw notPermitted(filePath);
  return place;
}

/** A file or a link gives way to the new file; a link is not followed then. */
function mayBeReplaced(place: string): boolean {
  try {
    const present = lstatSync(place, { throwIfNoEntry: false });
    return present === undefined || present.isFile() || present.isSymbolicLink();
  } catch {
    return false;
  }
}

/** A new path in the folder that nobody can guess; `extension` begins with a dot or is empty. */
export function freshPlace(folder: string, extension: string): string {
  return join(folder, `tmp_${randomBytes(16).toString('hex')}${extension}`);
}

function notPermitted(filePath: string, cause?: unknown): NetworkError {
  const shown = JSON.stringify(filePath.slice(0, 256));
  return new NetworkError('FILE_NOT_PERMITTED', {
    detail: `${shown} is not a file path inside the program's temp or user folder.`,
    cause,
  });
}
