import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf, UsageError } from '../usage-error.ts';

/** The keys of platforms that were trusted on first use: thumbprints by issuer, in `platforms.json`. */
export class KnownPlatforms {
  readonly path: string;
  readonly #folder: string;

  /** @param folder of the user; made when there is something to remember */
  constructor(folder: string) {
    this.#folder = folder;
    this.path = join(folder, 'platforms.json');
  }

  /** @throws UsageError if the file is damaged: guessing would trust a stranger */
  async find(issuer: string): Promise<string | undefined> {
    const known = await this.#read();
    return Object.hasOwn(known, issuer) ? known[issuer] : undefined;
  }

  /** @throws UsageError if it cannot be remembered */
  async remember(issuer: string, thumbprint: string): Promise<void> {
    const text = `${JSON.stringify({ ...(await this.#read()), [issuer]: thumbprint }, undefined, 2)}\n`;
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      const unfinished = `${this.path}.${randomUUID()}`;
      await writeFile(unfinished, text, { mode: 0o600, flag: 'wx' });
      await rename(unfinished, this.path);
    } catch (error) {
      throw new UsageError(
        `The key of the platform cannot be remembered in "${this.path}": ${reasonOf(error)}. Pin it with --platform-key.`,
      );
    }
  }

  async #read(): Promise<Readonly<Record<string, string>>> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
      throw new UsageError(`"${this.path}" cannot be read: ${reasonOf(error)}.`);
    }
    const known = parse(text);
    if (known !== undefined) return known;
    throw new UsageError(
      `"${this.path}" is damaged. It holds the keys of platforms that were trusted on first use: mend it, or remove it and compare the keys anew.`,
    );
  }
}

function parse(text: string): Readonly<Record<string, string>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const entries = Object.entries(value);
    const good = entries.filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && isThumbprint(entry[1]),
    );
    return good.length === entries.length ? Object.fromEntries(good) : undefined;
  } catch {
    return undefined;
  }
}

export function isThumbprint(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}
