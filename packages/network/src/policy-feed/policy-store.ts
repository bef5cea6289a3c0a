import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PolicyAge } from '@minigate/policy';

/** More of a file is not read: it was not written here. */
const longestFile = 4 * 1024 * 1024;
/** More files of one program are not looked at. */
const mostRead = 8;

/** A file of the store, as it was found. */
export interface StoredFile {
  readonly name: string;
  /** `undefined` where it cannot be read. */
  readonly text: string | undefined;
}

/**
 * The files in which the policies of one mini program are kept. Each version has a file of its own, which is
 * whole as soon as it has its name, so that processes that share the folder need no lock: nobody ever writes
 * over a newer policy, and who reads takes the newest that proves itself.
 */
export class PolicyStore {
  readonly #folder: string;
  readonly #prefix: string;

  constructor(folder: string, issuer: string, appId: string) {
    this.#folder = folder;
    const digest = createHash('sha256')
      .update(JSON.stringify([issuer, appId]))
      .digest('hex');
    this.#prefix = `policy-${digest.slice(0, 32)}`;
  }

  /** The newest first, by their names. */
  async read(): Promise<StoredFile[]> {
    const names = (await this.#names()).slice(0, mostRead);
    return Promise.all(names.map(async (name) => ({ name, text: await readText(join(this.#folder, name)) })));
  }

  nameOf({ version, issuedAt }: PolicyAge): string {
    return `${this.#prefix}.${version}.${issuedAt}.json`;
  }

  /**
   * Keeps a policy, for this user's eyes only, and removes what is older and what is useless.
   *
   * @param useless names of files that proved to be none of ours
   */
  async write(age: PolicyAge, text: string, useless: Iterable<string>): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const name = this.nameOf(age);
    await writeWhole(this.#folder, name, text);
    const names = await this.#names();
    const older = names.slice(names.indexOf(name) + 1);
    for (const old of [...older, ...useless]) {
      if (old !== name) await rm(join(this.#folder, old), { force: true });
    }
  }

  async #names(): Promise<string[]> {
    let all: string[];
    try {
      all = await readdir(this.#folder);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    }
    const found = all.flatMap((name) => {
      const [prefix, version = '', issuedAt = '', ending, more] = name.split('.');
      const ours = prefix === this.#prefix && ending === 'json' && more === undefined;
      return ours && /^\d{1,16}$/.test(version) && /^\d{1,16}$/.test(issuedAt)
        ? [{ name, version: Number(version), issuedAt: Number(issuedAt) }]
        : [];
    });
    found.sort((a, b) => b.version - a.version || b.issuedAt - a.issuedAt);
    return found.map(({ name }) => name);
  }
}

/** A file that is there whole or not at all, also if the machine stops in between. */
async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  const unfinished = join(folder, `.${name}.${randomUUID()}`);
  const file = await open(unfinished, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await rename(unfinished, join(folder, name));
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      return size > longestFile ? undefined : await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}
