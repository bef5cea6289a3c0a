import { type FileHandle, open, rm } from 'node:fs/promises';
import type { Har } from '@minigate/runtime';
import { reasonOf, UsageError } from '../usage-error.ts';

/** A place for a HAR, known to be writable before the run begins. */
export class HarFile {
  readonly path: string;
  readonly #handle: FileHandle;
  readonly #isNew: boolean;

  private constructor(path: string, handle: FileHandle, isNew: boolean) {
    this.path = path;
    this.#handle = handle;
    this.#isNew = isNew;
  }

  /**
   * Opens the file, or makes it for its owner alone; what it holds stays until `write`.
   *
   * @throws UsageError if it cannot be written
   */
  static async open(path: string): Promise<HarFile> {
    try {
      return new HarFile(path, await open(path, 'wx', 0o600), true);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw unwritable(path, error);
    }
    try {
      return new HarFile(path, await open(path, 'r+'), false);
    } catch (error) {
      throw unwritable(path, error);
    }
  }

  async write(har: Har): Promise<void> {
    await this.#handle.truncate(0);
    await this.#handle.writeFile(`${JSON.stringify(har, null, 2)}\n`);
    await this.#handle.close();
  }

  /** Leaves things as they were. */
  async discard(): Promise<void> {
    await this.#handle.close();
    if (this.#isNew) await rm(this.path, { force: true });
  }
}

function unwritable(path: string, error: unknown): UsageError {
  const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  const reason = missing ? 'its folder does not exist' : reasonOf(error);
  return new UsageError(`The HAR file "${path}" cannot be written: ${reason}.`);
}
