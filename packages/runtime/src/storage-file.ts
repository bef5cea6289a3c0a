import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tellHost } from './host-console.ts';

const MiB = 1024 * 1024;
/** The guest keeps to 10 MiB; a file beyond this was not written by it. */
const largest = 12 * MiB;

/**
 * A program's storage on disk: one JSON file, in a folder of the host's, replaced as a whole. Changes that
 * come while it is being written go into the next writing.
 */
export class StorageFile {
  readonly #folder: string;
  readonly #items: Map<string, string>;
  #size = 0;
  #writing: Promise<void> | undefined;
  #changed = false;

  /** Reads what an earlier run left; an unreadable file counts as empty. */
  static async open(folder: string): Promise<StorageFile> {
    await mkdir(folder, { recursive: true });
    const text = await readFile(fileIn(folder), 'utf8').catch(() => '{}');
    return new StorageFile(folder, itemsFrom(text));
  }

  private constructor(folder: string, items: Map<string, string>) {
    this.#folder = folder;
    this.#items = items;
    for (const [key, json] of items) this.#size += key.length + json.length;
  }

  /** JSON texts by key. */
  get items(): Record<string, string> {
    return Object.fromEntries(this.#items);
  }

  /** Keeps a JSON text, or removes the key; resolves when that is on disk. What does not fit is left out. */
  set(key: string, json: string | null): Promise<void> {
    const before = this.#items.get(key);
    const grown =
      (json === null ? 0 : key.length + json.length) -
      (before === undefined ? 0 : key.length + before.length);
    if (this.#size + grown > largest) return Promise.resolve();
    this.#size += grown;
    if (json === null) this.#items.delete(key);
    else this.#items.set(key, json);
    this.#changed = true;
    this.#writing ??= this.#write();
    return this.#writing;
  }

  /** Resolves when everything set so far is on disk. */
  async flushed(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
  }

  async #write(): Promise<void> {
    try {
      while (this.#changed) {
        this.#changed = false;
        const fresh = join(this.#folder, `.storage.${process.pid}.json`);
        await writeFile(fresh, JSON.stringify(Object.fromEntries(this.#items)), { mode: 0o600 });
        await rename(fresh, fileIn(this.#folder));
      }
    } catch (error) {
      tellHost('The storage of a mini program could not be written:', error);
    } finally {
      this.#writing = undefined;
    }
  }
}

function fileIn(folder: string): string {
  return join(folder, 'storage.json');
}

function itemsFrom(text: string): Map<string, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return new Map();
  }
  if (typeof value !== 'object' || value === null) return new Map();
  return new Map(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
