import type { Entry } from '../inspector/protocol.ts';
import { rowOf } from '../inspector/call-row.ts';
import { cut } from './console-log.ts';
import type { Feed } from './feed.ts';
import { simulatorLimits } from './limits.ts';
import type { FeedItem, SimulatedCall } from './protocol.ts';

/** A call of one run. */
export interface KeptCall {
  readonly run: number;
  readonly entry: Entry;
}

/** Bytes, and characters, of the calls of earlier runs together. */
const earlierBytes = 64 * 2 ** 20;

/** The calls of all runs that can still be looked at. */
export class CallLog {
  readonly #feed: Feed;
  readonly #kept = new Map<string, KeptCall>();
  /** Calls up to this one that are not kept were cleared, by run. */
  #cleared = { run: 0, id: 0 };
  #newest = { run: 0, id: 0 };
  #dropped = 0;
  /** Of the calls of earlier runs, by key. */
  readonly #earlier = new Map<string, number>();
  #earlierBytes = 0;

  constructor(feed: Feed) {
    this.#feed = feed;
  }

  /** How many had to make room. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Oldest first. */
  get all(): readonly KeptCall[] {
    return [...this.#kept.values()];
  }

  find(run: number, id: number): KeptCall | undefined {
    return this.#kept.get(keyOf(run, id));
  }

  /** The call is new, or something of it has changed. */
  record(run: number, entry: Entry): void {
    const key = keyOf(run, entry.id);
    if (!this.#kept.has(key)) {
      if (run < this.#cleared.run || (run === this.#cleared.run && entry.id <= this.#cleared.id)) return;
      this.#kept.set(key, { run, entry });
      this.#newest = { run, id: entry.id };
      this.#makeRoom(run);
    }
    this.#tell(key, { run, entry });
  }

  /** The recorder of its run has let go of it. */
  drop(run: number, { id }: Entry): void {
    this.#remove(keyOf(run, id));
  }

  /** The run is over: its calls are kept as long as there is room. */
  endRun(run: number): void {
    for (const [key, kept] of this.#kept) {
      if (kept.run !== run) continue;
      const bytes = weightOf(kept.entry);
      this.#earlier.set(key, bytes);
      this.#earlierBytes += bytes;
    }
    for (const key of this.#earlier.keys()) {
      if (this.#earlierBytes <= earlierBytes) return;
      this.#remove(key);
    }
  }

  /**
   * Forgets all calls but those under way, which still use slots: these are told again behind `mark`, which tells pages
   * that all are gone.
   *
   * @param others keys of the feed that are gone as well
   */
  clear(others: readonly string[], mark: FeedItem): void {
    const underWay = [...this.#kept].filter(
      ([key, { entry }]) => entry.state !== 'settled' && !this.#earlier.has(key),
    );
    this.#feed.clear([...this.#kept.keys(), ...others], mark);
    this.#kept.clear();
    this.#earlier.clear();
    this.#earlierBytes = 0;
    this.#cleared = this.#newest;
    for (const [key, kept] of underWay) {
      this.#kept.set(key, kept);
      this.#tell(key, kept);
    }
  }

  #tell(key: string, { run, entry }: KeptCall): void {
    this.#feed.change(key, () => ({ kind: 'call', run, row: rowFor(entry) }));
  }

  /** Those of earlier runs go first; within one run, its recorder sees to it. */
  #makeRoom(run: number): void {
    if (this.#kept.size <= simulatorLimits.calls) return;
    const [key, oldest] = this.#kept.entries().next().value ?? [];
    if (key !== undefined && oldest !== undefined && oldest.run < run) this.#remove(key);
  }

  #remove(key: string): void {
    if (!this.#kept.delete(key)) return;
    this.#earlierBytes -= this.#earlier.get(key) ?? 0;
    this.#earlier.delete(key);
    this.#dropped += 1;
    this.#feed.forget(key);
  }
}

function keyOf(run: number, id: number): string {
  return `call ${run}/${id}`;
}

function rowFor(entry: Entry): SimulatedCall {
  const row = rowOf(entry);
  const { rowText } = simulatorLimits;
  const mock = entry.hops.findLast((hop) => hop.mock !== undefined)?.mock;
  const candidate = entry.hops.at(-1)?.acceleration?.answeredBy;
  return {
    ...row,
    ...(candidate !== undefined && { candidate }),
    ...(entry.source !== undefined && { source: entry.source }),
    ...(mock !== undefined && { mock }),
    url: cut(row.url, rowText),
    ...(row.errMsg === undefined ? undefined : { errMsg: cut(row.errMsg, rowText) }),
  };
}

/** About what an entry takes in memory. */
function weightOf({ url, hops, body, socket }: Entry): number {
  let bytes = 2_000 + url.length + (body?.content.length ?? 0);
  for (const { url: hopUrl, request, response } of hops) {
    bytes += 1_000 + hopUrl.length + (request?.body?.content.length ?? 0);
    for (const [name, value] of [...(request?.headers.lines ?? []), ...(response?.headers.lines ?? [])])
      bytes += 100 + name.length + value.length;
  }
  for (const { data } of socket?.messages ?? []) bytes += 300 + data.content.length;
  return bytes;
}
