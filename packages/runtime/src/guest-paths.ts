import { join, relative, sep } from 'node:path';

const temp = 'wxfile://tmp/';
const user = 'wxfile://usr/';

/** What the program reads as `wx.env.USER_DATA_PATH`. */
export const userDataPath = 'wxfile://usr';

interface Folders {
  readonly tempDirectory: string;
  readonly userDirectory: string;
}

/**
 * The real path of a file that the program names as `wxfile://tmp/…` or `wxfile://usr/…`, or undefined for
 * every other text. Nothing is decoded or tidied: a path with `.`, `..`, empty parts or a backslash is none.
 */
export function realPath(path: string, folders: Folders): string | undefined {
  const [prefix, folder] = path.startsWith(temp)
    ? [temp, 'tempDirectory' as const]
    : [user, 'userDirectory' as const];
  if (!path.startsWith(prefix)) return undefined;
  const parts = path.slice(prefix.length).split('/');
  const plain = parts.every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\\0]/.test(part));
  return plain ? join(folders[folder], ...parts) : undefined;
}

/** The name that the program sees for a file in the temp folder. */
export function tempPathShown(path: string, folders: Folders): string {
  return path === '' ? '' : temp + relative(folders.tempDirectory, path).split(sep).join('/');
}
