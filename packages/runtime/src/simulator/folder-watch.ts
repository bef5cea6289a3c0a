import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CodeFiles } from './code-files.ts';
import { isSkipped } from './code-path.ts';

interface FolderWatchEvents {
  /** Files are there, gone or other ones; their paths as in a `FileList`. The next change waits until this is over. */
  readonly onChange: (paths: readonly string[]) => Promise<void>;
  /** Changes are not noticed any more. */
  readonly onFault: (message: string) => void;
}

/**
 * Notices what changes in a program's folder, whoever changes it. What the system reports is only the reason to look:
 * a change is what two looks tell apart, and it is told when two looks in turn see the same.
 */
export class FolderWatch {
  readonly #files: CodeFiles;
  readonly #events: FolderWatchEvents;
  #watcher: FSWatcher | undefined;
  #closed = false;
  #seen: ReadonlyMap<string, string> = new Map();
  #stirred = false;
  #looking = false;

  constructor(files: CodeFiles, events: FolderWatchEvents) {
    this.#files = files;
    this.#events = events;
  }

  /**
   * Resolves when it is known what there is now.
   *
   * @param system whether the system is asked to report changes; else `look` alone finds them
   */
  async start(system: boolean): Promise<void> {
    if (system) this.#listen();
    this.#seen = await this.#look();
  }

  /** Looks whether something has changed. */
  look(): void {
    this.#stirred = true;
    if (this.#looking) return;
    this.#looking = true;
    this.#settle().then(
      () => (this.#looking = false),
      (error: unknown) => this.#fail(error),
    );
  }

  close(): void {
    this.#closed = true;
    this.#watcher?.close();
  }

  #listen(): void {
    try {
      this.#watcher = watch(this.#files.path, { recursive: true }, (_event, name) => {
        if (name === null || !name.split(/[/\\]/).some(isSkipped)) this.look();
      });
      this.#watcher.on('error', (error) => this.#fail(error));
    } catch (error) {
      this.#fail(error);
    }
  }

  async #settle(): Promise<void> {
    while (this.#stirred && !this.#closed) {
      this.#stirred = false;
      const now = await this.#look();
      // Somebody is still writing.
      if (this.#stirred) continue;
      const changed = differences(this.#seen, now);
      this.#seen = now;
      if (changed.length > 0) await this.#events.onChange(changed);
    }
  }

  async #look(): Promise<ReadonlyMap<string, string>> {
    const { files } = await this.#files.list();
    const looks = files.map(async ({ path }): Promise<[string, string]> => {
      const about = await stat(join(this.#files.path, path), { bigint: true }).catch(() => undefined);
      return [path, about === undefined ? '' : `${about.ino} ${about.size} ${about.mtimeNs}`];
    });
    return new Map(await Promise.all(looks));
  }

  #fail(error: unknown): void {
    if (this.#closed) return;
    this.#watcher?.close();
    this.#looking = false;
    const reason = error instanceof Error ? error.message : String(error);
    this.#events.onFault(
      `Changes of the files are not noticed: ${reason}. Start the program anew after a change.`,
    );
  }
}

function differences(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): string[] {
  const all = new Set([...before.keys(), ...now.keys()]);
  return [...all].filter((path) => before.get(path) !== now.get(path)).toSorted();
}
