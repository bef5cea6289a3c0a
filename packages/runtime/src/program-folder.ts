import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { ProgramError } from './program-error.ts';

/** All scripts and JSON of one program together; far beyond what platforms let a program have. */
const largestProgram = 32 * 1024 * 1024;
/** Files and folders of one program. */
const mostEntries = 20_000;
const skippedFolders = new Set(['node_modules']);

/** A folder whose files can be read, and none outside of it: neither through `..` nor through links. */
export class ProgramFolder {
  /** The real path. */
  readonly path: string;

  /** @throws ProgramError if there is no such folder; `named` is how people call it */
  static async open(path: string, named = JSON.stringify(path)): Promise<ProgramFolder> {
    const real = await realpath(path).catch((cause: unknown) => {
      throw new ProgramError(`There is no folder ${named}.`, { cause });
    });
    if ((await stat(real)).isDirectory()) return new ProgramFolder(real);
    throw new ProgramError(`${named} is not a folder.`);
  }

  private constructor(path: string) {
    this.path = path;
  }

  holds(path: string): boolean {
    return path === this.path || path.startsWith(this.path.endsWith(sep) ? this.path : this.path + sep);
  }

  /** The text of one file; undefined where there is none. */
  async text(name: string): Promise<string | undefined> {
    const real = await realpath(join(this.path, name)).catch(() => undefined);
    if (real === undefined || !this.holds(real)) return undefined;
    const about = await this.#stat(real);
    if (!about.isFile()) throw new ProgramError(`${name} of the mini program is not a file.`);
    if (about.size > largestProgram) throw new ProgramError(`${name} has more than ${largestProgram} bytes.`);
    return this.#read(real);
  }

  /** Every script and JSON file by its path inside, with `/`. Hidden files and node_modules are left out. */
  async texts(): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    let size = 0;
    let entries = 0;
    const visit = async (real: string, shown: string, above: readonly string[]): Promise<void> => {
      entries += 1;
      if (entries > mostEntries) {
        throw new ProgramError(`${this.path} has more than ${mostEntries} files and folders.`);
      }
      const about = await this.#stat(real);
      if (about.isDirectory()) {
        // A link to a folder that it is in would go round for ever.
        if (above.includes(real)) return;
        for (const entry of (await this.#list(real)).toSorted()) {
          if (entry.startsWith('.') || skippedFolders.has(entry)) continue;
          const inside = await realpath(join(real, entry)).catch(() => undefined);
          if (inside === undefined || !this.holds(inside)) continue;
          await visit(inside, shown === '' ? entry : `${shown}/${entry}`, [...above, real]);
        }
      } else if (about.isFile() && /\.(js|json)$/.test(shown)) {
        size += about.size;
        if (size > largestProgram) {
          throw new ProgramError(`The program has more than ${largestProgram} bytes of scripts and JSON.`);
        }
        found.set(shown, await this.#read(real));
      }
    };
    await visit(this.path, '', []);
    return found;
  }

  async #read(real: string): Promise<string> {
    const text = await readFile(real, 'utf8').catch((cause: unknown) => this.#unreadable(real, cause));
    return text.replace(/^\uFEFF/, '');
  }

  #stat(real: string) {
    return stat(real).catch((cause: unknown) => this.#unreadable(real, cause));
  }

  #list(real: string): Promise<string[]> {
    return readdir(real).catch((cause: unknown) => this.#unreadable(real, cause));
  }

  #unreadable(real: string, cause: unknown): never {
    const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
    const name = relative(this.path, real) || this.path;
    throw new ProgramError(`${name} of the mini program cannot be read${code}.`, { cause });
  }
}
