import { cacheStores } from 'undici';

const { MemoryCacheStore } = cacheStores;
type UndiciStore = InstanceType<typeof MemoryCacheStore>;
type Key = Parameters<UndiciStore['createWriteStream']>[0];
type Answer = Parameters<UndiciStore['createWriteStream']>[1];

/** The answers to one path of one host, which vary by headers. */
interface Shelf {
  readonly key: Key;
  /** Of what is kept beside the bodies, rather too many than too few: what was renewed is counted again. */
  bytes: number;
  /** Header names as received, by their lower case. */
  readonly spellings: Map<string, string>;
}

/**
 * The answers that a cache keeps, up to so many bytes, headers included; the oldest ones make place. undici's own
 * store counts bodies only, and never removes the last answer to a path.
 */
export class AnswerStore extends MemoryCacheStore {
  /** Of all bodies. undici's typings leave it out. */
  declare readonly size: number;
  readonly #maxBytes: number;
  /** In the order of arrival, by host and path. */
  readonly #shelves = new Map<string, Shelf>();
  #headBytes = 0;
  #arriving: readonly string[] = [];

  /** @param maxBytes all answers together; the body of one may have a quarter of it */
  constructor(maxBytes: number) {
    const unbounded = Number.MAX_SAFE_INTEGER;
    super({ maxSize: unbounded, maxCount: unbounded, maxEntrySize: Math.floor(maxBytes / 4) });
    this.#maxBytes = maxBytes;
  }

  /**
   * A call ends with its answer: no answer is fetched anew behind its back (`stale-while-revalidate`). In the
   * moment at which its time is over an answer is stale, where undici takes it for fresh. RFC 9111, 4.2.
   */
  override get(key: Key): ReturnType<UndiciStore['get']> {
    const found = super.get(key);
    if (found === undefined || found instanceof Promise) return found;
    const directives = { ...found.cacheControlDirectives };
    delete directives['stale-while-revalidate'];
    return { ...found, staleAt: found.staleAt - 1, cacheControlDirectives: directives };
  }

  /** Whatever is put into the store meanwhile has these header names, which undici keeps in lower case only. */
  whileArriving(names: readonly string[], take: () => void): void {
    this.#arriving = names;
    try {
      take();
    } finally {
      this.#arriving = [];
    }
  }

  /** The header names of what is kept of a path, as received, by their lower case. */
  spellingsOf(key: Pick<Key, 'origin' | 'path'>): ReadonlyMap<string, string> | undefined {
    return this.#shelves.get(nameOf(key))?.spellings;
  }

  override createWriteStream(key: Key, answer: Answer): ReturnType<UndiciStore['createWriteStream']> {
    const stream = super.createWriteStream(key, answer);
    const names = this.#arriving;
    const bytes = JSON.stringify([key, answer, names]).length;
    stream?.once('finish', () => this.#arrive(key, bytes, names));
    return stream;
  }

  override delete(key: Key): void {
    const name = nameOf(key);
    this.#headBytes -= this.#shelves.get(name)?.bytes ?? 0;
    this.#shelves.delete(name);
    void super.delete(key);
  }

  #arrive(key: Key, bytes: number, names: readonly string[]): void {
    const name = nameOf(key);
    const before = this.#shelves.get(name);
    const spellings = before?.spellings ?? new Map<string, string>();
    for (const spelling of names) spellings.set(spelling.toLowerCase(), spelling);
    this.#shelves.delete(name);
    this.#shelves.set(name, { key, bytes: (before?.bytes ?? 0) + bytes, spellings });
    this.#headBytes += bytes;
    for (const shelf of this.#shelves.values()) {
      if (this.size + this.#headBytes <= this.#maxBytes) return;
      this.delete(shelf.key);
    }
  }
}

function nameOf({ origin, path }: Pick<Key, 'origin' | 'path'>): string {
  return `${origin}:${path}`;
}
