import { createHash, randomUUID } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { choiceLimits } from './limits.ts';

/**
 * The file in which measurements are kept, one for each program and accelerated origin. It is whole or not there, and
 * for this user alone. Of processes that share a folder the last one to write counts.
 */
export class MemoryFile {
  readonly #folder: string;
  readonly #name: string;
  readonly #onTrouble: (error: unknown) => void;
  #next: string | undefined;
  #writing: Promise<void> | undefined;

  /** @param onTrouble the file could not be written */
  constructor(folder: string, of: { appId: string; origin: string }, onTrouble: (error: unknown) => void) {
    this.#folder = folder;
    const digest = createHash('sha256')
      .update(JSON.stringify([of.appId, of.origin]))
      .digest('hex');
    this.#name = `acceleration-${digest.slice(0, 32)}.json`;
    this.#onTrouble = onTrouble;
  }

  /**
   * What is there at once, as it is wanted before the first call; `undefined` where there is no file.
   *
   * @throws Error if it is none of ours, or cannot be read
   */
  read(): string | undefined {
    let file: number;
    try {
      // A pipe would make the whole process wait.
      file = openSync(join(this.#folder, this.#name), constants.O_RDONLY | constants.O_NONBLOCK);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
    try {
      const found = fstatSync(file);
      if (!found.isFile()) throw new Error('It is no file.');
      if (found.size > choiceLimits.memoryBytes) throw new Error(`It has ${found.size} bytes.`);
      const bytes = Buffer.alloc(found.size);
      return bytes.toString('utf8', 0, readSync(file, bytes, 0, found.size, 0));
    } finally {
      closeSync(file);
    }
  }

  /** Keeps a text in the place of what is there; of texts that wait for the disk only the last one. */
  write(text: string): void {
    this.#next = text;
    this.#writing ??= this.#writeAll().finally(() => (this.#writing = undefined));
  }

  /** Resolves when everything is written, as far as it can be. */
  async written(): Promise<void> {
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    for (let text = this.#next; text !== undefined; text = this.#next) {
      this.#next = undefined;
      try {
        await this.#replace(text);
      } catch (error) {
        this.#onTrouble(error);
      }
    }
  }

  async #replace(text: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const unfinished = join(this.#folder, `.${this.#name}.${randomUUID()}`);
    const file = await open(unfinished, 'wx', 0o600);
    try {
      try {
        await file.writeFile(text);
      } finally {
        await file.close();
      }
      await rename(unfinished, join(this.#folder, this.#name));
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }
}
