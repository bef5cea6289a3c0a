import { createHash, randomUUID } from 'node:crypto';
import { constants, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { ProgramFolder } from '../program-folder.ts';
import { isSkipped, resolveCodePath } from './code-path.ts';
import { simulatorLimits } from './limits.ts';
import type { FileList, FileText } from './protocol.ts';
import { SimulatorError } from './simulator-error.ts';

const textual = new Set(
  '.js .mjs .cjs .ts .json .wxml .axml .wxss .wxs .css .html .xml .svg .md .txt .yml .yaml .csv'.split(' '),
);

/** The version of a file that does not exist. */
const absent = '';

/** The files of one program's folder, as the code pane reads and saves them. Nothing outside of it is touched. */
export class CodeFiles {
  readonly #folder: ProgramFolder;

  /** @throws ProgramError if there is no such folder */
  static async open(directory: string): Promise<CodeFiles> {
    return new CodeFiles(await ProgramFolder.open(directory));
  }

  private constructor(folder: ProgramFolder) {
    this.#folder = folder;
  }

  /** The real path of the folder. */
  get path(): string {
    return this.#folder.path;
  }

  /** Sorted by path; hidden files, node_modules and what links outwards are left out. */
  async list(): Promise<FileList> {
    const { files, cut } = await this.walk();
    return { files, cut };
  }

  /** The same, and all folders in which they are: which one each is, by its real path. */
  async walk(): Promise<FileList & { readonly folders: ReadonlyMap<string, string> }> {
    const files: FileList['files'][number][] = [];
    const folders = new Map<string, string>();
    let cut = false;
    let entries = 0;
    const visit = async (real: string, shown: string, above: readonly string[]): Promise<void> => {
      // A link to a folder that it is in would go round for ever.
      if (above.includes(real)) return;
      folders.set(real, await identityOf(real));
      for (const name of await namesIn(real)) {
        if (cut || isSkipped(name)) continue;
        entries += 1;
        if (entries > simulatorLimits.entries) cut = true;
        const inside = await realpath(join(real, name)).catch(() => undefined);
        if (inside === undefined || !this.#folder.holds(inside)) continue;
        const about = await stat(inside).catch(() => undefined);
        const path = shown === '' ? name : `${shown}/${name}`;
        if (about?.isDirectory()) await visit(inside, path, [...above, real]);
        if (!about?.isFile()) continue;
        if (files.length >= simulatorLimits.files) cut = true;
        else files.push({ path, bytes: about.size, text: isText(path, about.size) });
      }
    };
    await visit(this.path, '', []);
    return { files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)), cut, folders };
  }

  /** @throws SimulatorError 404 where there is none, 413 and 415 where it cannot be shown */
  async read(path: string): Promise<FileText> {
    const bytes = await this.#bytes(await resolveCodePath(this.#folder, path));
    if (bytes === undefined) throw new SimulatorError(404, `There is no file ${path}.`);
    return { path, text: textOf(bytes, path), version: versionOf(bytes) };
  }

  /**
   * Replaces the file as a whole, or makes it where `version` is empty.
   *
   * @param version of the text that was changed
   * @returns the file as it is now
   * @throws SimulatorError 409 if it has changed meanwhile
   */
  async save({ path, text, version }: FileText): Promise<FileText> {
    const content = Buffer.from(text);
    if (content.length > simulatorLimits.file) throw tooLarge(path);
    const real = await resolveCodePath(this.#folder, path);
    const before = await this.#bytes(real);
    if (before !== undefined) textOf(before, path);
    if ((before === undefined ? absent : versionOf(before)) !== version) {
      throw new SimulatorError(409, `${path} was changed meanwhile.`, {
        fix: 'Load it anew and make your change again, or copy your text first.',
      });
    }
    const mode = await stat(real).then(
      (about) => about.mode & 0o777,
      () => 0o644,
    );
    const fresh = join(dirname(real), `.${randomUUID()}.tmp`);
    try {
      const file = await open(fresh, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode);
      try {
        await file.writeFile(content);
      } finally {
        await file.close();
      }
      // What was judged is what is written.
      if ((await resolveCodePath(this.#folder, path)) !== real)
        throw new SimulatorError(409, `${path} has moved.`);
      await rename(fresh, real);
    } catch (error) {
      await rm(fresh, { force: true });
      if (error instanceof SimulatorError) throw error;
      const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
      throw new SimulatorError(500, `${path} cannot be written${code}.`);
    }
    return { path, text, version: versionOf(content) };
  }

  async #bytes(real: string): Promise<Buffer | undefined> {
    // A pipe would never open, and what the name leads to was resolved before.
    const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
    const file = await open(real, flags).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw new SimulatorError(403, 'That file cannot be read.');
    });
    if (file === undefined) return undefined;
    try {
      const about = await file.stat();
      if (!about.isFile()) throw new SimulatorError(415, 'That is no file.');
      if (about.size > simulatorLimits.file) throw tooLarge('The file');
      return await file.readFile();
    } finally {
      await file.close();
    }
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const names: readonly string[] = await readdir(folder).catch(() => []);
  return names.toSorted();
}

/** Another folder of the same name is another one, also where the system gives it the number of the old one. */
async function identityOf(folder: string): Promise<string> {
  const about = await stat(folder).catch(() => undefined);
  return `${about?.ino} ${about?.birthtimeMs}`;
}

function isText(path: string, bytes: number): boolean {
  return textual.has(extname(path).toLowerCase()) && bytes <= simulatorLimits.file;
}

function textOf(bytes: Buffer, path: string): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Told below.
  }
  throw new SimulatorError(415, `${path} is not text in UTF-8.`);
}

function versionOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64url');
}

function tooLarge(name: string): SimulatorError {
  return new SimulatorError(
    413,
    `${name} has more than ${simulatorLimits.file} bytes, which is too large for the code pane.`,
  );
}
