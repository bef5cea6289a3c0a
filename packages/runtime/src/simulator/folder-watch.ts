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
  /** One for each folder: a watch of the whole tree loses files that are replaced, on some systems. */
  readonly #watchers = new Map<string, { readonly id: string; readonly watcher: FSWatcher | undefined }>();
  #asksSystem = false;
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
    this.#asksSystem = system;
    this.#looking = true;
    try {
      do {
        this.#stirred = false;
        this.#seen = await this.#whatIs();
      } while (this.#stirred);
      this.#looking = false;
    } catch (error) {
      this.#fail(error);
    }
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
    this.#follow(new Map());
  }

  /** Listens to exactly these folders. What happened in a new one before that is looked at once more. */
  #follow(folders: ReadonlyMap<string, string>): void {
    for (const [folder, { id, watcher }] of this.#watchers) {
      if (folders.get(folder) === id) continue;
      watcher?.close();
      this.#watchers.delete(folder);
    }
    for (const [folder, id] of folders) {
      if (this.#watchers.has(folder)) continue;
      this.#stirred = true;
      this.#watchers.set(folder, { id, watcher: watchFolder(folder, () => this.look()) });
    }
  }

  async #settle(): Promise<void> {
    while (this.#stirred && !this.#closed) {
      this.#stirred = false;
      const now = await this.#whatIs();
      // Somebody is still writing.
      if (this.#stirred) continue;
      const changed = differences(this.#seen, now);
      this.#seen = now;
      if (changed.length > 0) await this.#events.onChange(changed);
    }
  }

  async #whatIs(): Promise<ReadonlyMap<string, string>> {
    const { files, folders } = await this.#files.walk();
    if (this.#asksSystem && !this.#closed) this.#follow(folders);
    const looks = files.map(async ({ path }): Promise<[string, string]> => {
      const about = await stat(join(this.#files.path, path), { bigint: true }).catch(() => undefined);
      return [path, about === undefined ? '' : `${about.ino} ${about.size} ${about.mtimeNs}`];
    });
    return new Map(await Promise.all(looks));
  }

  #fail(error: unknown): void {
    if (this.#closed) return;
    this.#asksSystem = false;
    this.#looking = false;
    this.#follow(new Map());
    const reason = error instanceof Error ? error.message : String(error);
    this.#events.onFault(
      `Changes of the files are not noticed: ${reason}. Start the program anew after a change.`,
    );
  }
}

/** Nothing where the folder is gone again, of which the one above it tells, or where nobody may look into it. */
function watchFolder(folder: string, onChange: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, (_event, name) => {
      if (name === null || !isSkipped(name)) onChange();
    });
    return watcher.on('error', onChange);
  } catch (error) {
    if (error instanceof Error && 'code' in error && unseen.has(error.code)) return undefined;
    throw error;
  }
}

const unseen: ReadonlySet<unknown> = new Set(['ENOENT', 'EACCES', 'EPERM']);

function differences(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): string[] {
  const all = new Set([...before.keys(), ...now.keys()]);
  return [...all].filter((path) => before.get(path) !== now.get(path)).toSorted();
}
