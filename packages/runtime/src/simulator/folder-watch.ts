import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { CodeFiles } from './code-files.ts';
import { isSkipped } from './code-path.ts';

interface FolderWatchEvents {
  /** Files are there, gone or other ones; their paths as in a `FileList`. The next change waits until this is over. */
  readonly onChange: (paths: readonly string[]) => Promise<void>;
  /** Changes are not noticed any more. */
  readonly onFault: (message: string) => void;
}

/** The pause before the next look while somebody writes, in milliseconds: to look is work. */
const betweenLooks = 50;

/**
 * Notices what changes in a program's folder, whoever changes it. What the system reports is only the reason to look:
 * a change is what two looks tell apart. It is told when nothing happens during a look, or two looks in turn see the same
 * of that file: a file that somebody writes to without end keeps back no other one.
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
      // From the first look on the system reports; the second one finds what happened before that.
      if (system) await this.#whatIs();
      this.#stirred = false;
      this.#seen = await this.#whatIs();
      this.#looking = false;
      if (this.#stirred) this.look();
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
    let last: ReadonlyMap<string, string> = new Map();
    while (this.#stirred && !this.#closed) {
      this.#stirred = false;
      const now = await this.#whatIs();
      const writing = this.#stirred;
      const isSettled = (path: string) => !writing || last.get(path) === now.get(path);
      const changed = differences(this.#seen, now).filter(isSettled);
      this.#seen = afterChanges(this.#seen, now, changed);
      last = now;
      if (changed.length > 0) await this.#events.onChange(changed);
      if (writing) await setTimeout(betweenLooks, undefined, { ref: false });
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

/** What is known when these paths are as they are `now`, and all others as they were. */
function afterChanges(
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
  changed: readonly string[],
): ReadonlyMap<string, string> {
  const known = new Map(before);
  for (const path of changed) {
    const look = now.get(path);
    if (look === undefined) known.delete(path);
    else known.set(path, look);
  }
  return known;
}

function differences(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): string[] {
  const all = new Set([...before.keys(), ...now.keys()]);
  return [...all].filter((path) => before.get(path) !== now.get(path)).toSorted();
}
