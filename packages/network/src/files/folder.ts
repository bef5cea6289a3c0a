import { mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * One of the two folders in which a mini program's files live, made when it is first needed. A folder that
 * the host names stays; one that is made here is removed with the network.
 */
export class Folder {
  readonly #named: string | undefined;
  readonly #purpose: string;
  #path: string | undefined;

  constructor(named: string | undefined, purpose: 'temp' | 'user') {
    this.#named = named;
    this.#purpose = purpose;
  }

  /** The real path, links resolved. */
  get path(): string {
    if (this.#path === undefined) {
      if (this.#named === undefined) {
        this.#path = realpathSync(mkdtempSync(join(tmpdir(), `minigate-${this.#purpose}-`)));
      } else {
        mkdirSync(this.#named, { recursive: true });
        this.#path = realpathSync(this.#named);
      }
    }
    return this.#path;
  }

  /** Removes what was made here; it is not made again. */
  async remove(): Promise<void> {
    if (this.#named !== undefined || this.#path === undefined) return;
    await rm(this.#path, { recursive: true, force: true });
  }
}
