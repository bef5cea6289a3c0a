/** At most so many versions are read by one query. */
const most = 500;

interface Asked {
  readonly version: Promise<number | undefined>;
  readonly resolve: (version: number | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Reads the versions of policies, one query at a time. Whoever asks gets what was read after it asked, and what is asked
 * while a query runs is read together by the next one: a burst of changes or of new clients costs few queries.
 */
export class VersionReader {
  readonly #read: (appIds: readonly string[]) => Promise<ReadonlyMap<string, number>>;
  readonly #asked = new Map<string, Asked>();
  #reading = false;

  constructor(read: (appIds: readonly string[]) => Promise<ReadonlyMap<string, number>>) {
    this.#read = read;
  }

  /** The version that is in force now; undefined if there is no such mini program. */
  ask(appId: string): Promise<number | undefined> {
    const known = this.#asked.get(appId);
    if (known !== undefined) return known.version;
    const asked = waiting();
    this.#asked.set(appId, asked);
    if (!this.#reading) {
      this.#reading = true;
      // Not at once: what is asked in the same turn goes along.
      queueMicrotask(() => void this.#readAll());
    }
    return asked.version;
  }

  async #readAll(): Promise<void> {
    while (this.#asked.size > 0) {
      const batch = [...this.#asked].slice(0, most);
      for (const [appId] of batch) this.#asked.delete(appId);
      try {
        const versions = await this.#read(batch.map(([appId]) => appId));
        for (const [appId, { resolve }] of batch) resolve(versions.get(appId));
      } catch (error) {
        for (const [, { reject }] of batch) reject(error);
      }
    }
    this.#reading = false;
  }
}

function waiting(): Asked {
  let resolve: Asked['resolve'] = () => {};
  let reject: Asked['reject'] = () => {};
  const version = new Promise<number | undefined>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { version, resolve, reject };
}
