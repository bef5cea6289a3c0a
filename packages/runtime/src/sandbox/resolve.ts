const extensions = ['', '.js', '/index.js', '.json'];

/**
 * The file that `require(request)` means in a file of the folder `from`, or undefined.
 *
 * Paths have no leading slash and never leave the program's folder: `./` and `../` are relative to the file,
 * `/` to the program, and a bare name is a package in the nearest `miniprogram_npm` upwards.
 */
export function resolveModule(
  files: ReadonlyMap<string, string>,
  from: string,
  request: string,
): string | undefined {
  if (request.startsWith('/')) return existing(files, joined('', request));
  if (request === '.' || request === '..' || request.startsWith('./') || request.startsWith('../')) {
    return existing(files, joined(from, request));
  }
  for (let folder: string | undefined = from; folder !== undefined; folder = parentOf(folder)) {
    const found = existing(files, joined(folder, `miniprogram_npm/${request}`));
    if (found !== undefined) return found;
  }
  return undefined;
}

function existing(files: ReadonlyMap<string, string>, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  for (const extension of extensions) {
    const candidate = path === '' ? extension.replace(/^\//, '') : path + extension;
    if (files.has(candidate)) return candidate;
  }
  return undefined;
}

/** The path without `.` and `..`; undefined where it leaves the folder. */
function joined(from: string, request: string): string | undefined {
  const parts = from === '' ? [] : from.split('/');
  for (const part of request.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** The folder above; undefined above the program's own. */
function parentOf(folder: string): string | undefined {
  if (folder === '') return undefined;
  const slash = folder.lastIndexOf('/');
  return slash < 0 ? '' : folder.slice(0, slash);
}
