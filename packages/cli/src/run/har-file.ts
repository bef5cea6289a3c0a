import { type FileHandle, open, rm } from 'node:fs/promises';
import type { Har } from '@minigate/runtime';
import { reasonOf, UsageError } from '../usage-error.ts';

/** A place for a HAR, known to be writable before the run begins. */
export class HarFile {
  readonly #path: string;
  readonly #name: string;
  readonly #handle: FileHandle;
  readonly #isNew: boolean;

  private constructor(path: string, name: string, handle: FileHandle, isNew: boolean) {
    this.#path = path;
    this.#name = name;
    this.#handle = handle;
    this.#isNew = isNew;
  }

  /**
   * Opens the file, or makes it for its owner alone; what it holds stays until `write`.
   *
   * @param name the path as the person wrote it
   * @throws UsageError if it cannot be written
   */
  static async open(path: string, name: string): Promise<HarFile> {
    try {
      return new HarFile(path, name, await open(path, 'wx', 0o600), true);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST'))
        throw unwritable(name, error);
    }
    try {
      return new HarFile(path, name, await open(path, 'r+'), false);
    } catch (error) {
      throw unwritable(name, error, 'it is a link that leads nowhere');
    }
  }

  /** @throws UsageError if the disk is full, or fails */
  async write(har: Har): Promise<void> {
    try {
      if ((await this.#handle.stat()).isFile()) await this.#handle.truncate(0);
      await this.#handle.writeFile(`${JSON.stringify(har, null, 2)}\n`);
    } catch (error) {
      throw unwritable(this.#name, error);
    } finally {
      await this.#handle.close();
    }
  }

  /** Leaves things as they were. */
  async discard(): Promise<void> {
    await this.#handle.close();
    if (this.#isNew) await rm(this.#path, { force: true });
  }
}

function unwritable(name: string, error: unknown, whenMissing = 'its folder does not exist'): UsageError {
  const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  const reason = missing ? whenMissing : reasonOf(error);
  return new UsageError(`The HAR file "${name}" cannot be written: ${reason}.`);
}
