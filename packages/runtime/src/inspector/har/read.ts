import type { Entry, EntryHop } from '../protocol.ts';
import { droppedOf } from './dropped.ts';
import { Fields } from './fields.ts';
import { readForeign } from './read-foreign.ts';
import { type OwnEntry, readOwn } from './read-own.ts';

/** What a HAR file holds, or why it cannot be read. */
export type HarReading =
  | {
      readonly ok: true;
      readonly entries: readonly Entry[];
      /** How many earlier calls were missing when the file was written. */
      readonly dropped: number;
      /** What was passed over or is not as it was, one sentence each. */
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly message: string };

/** More would not be shown; a browser's largest recordings have some tens of thousands. */
const mostEntries = 100_000;
const mostCharacters = 256 * 1024 * 1024;
const largestNumber = 2 ** 31;

/**
 * Reads a HAR 1.2 file. What `toHar` wrote comes back as the same entries; of what a browser wrote every entry
 * becomes one `request`, or one `connectSocket` where it is a socket. It never throws, whatever it is given.
 *
 * @param value the file's text, or what `JSON.parse` made of it
 *
 * @example
 * const reading = fromHar(await readFile('calls.har', 'utf8'));
 * if (reading.ok) show(reading.entries);
 * else complain(reading.message);
 */
export function fromHar(value: unknown): HarReading {
  const parsed = typeof value === 'string' ? parse(value) : { value };
  if ('message' in parsed) return { ok: false, message: parsed.message };
  const log = Fields.of(parsed.value)?.fields('log');
  const given = log?.list('entries');
  if (log === undefined || given === undefined) {
    return fault(
      'This is no HAR file: there is no list log.entries. Choose a file that was exported as HAR.',
    );
  }
  if (given.length > mostEntries) {
    return fault(
      `The HAR file has ${given.length} entries; ${mostEntries} can be read. Export fewer of them.`,
    );
  }
  const reader = new Reader();
  for (const entry of given) reader.read(entry);
  const entries = reader.end();
  return {
    ok: true,
    entries,
    dropped: droppedOf(log.text('comment')),
    warnings: reader.warnings,
  };
}

function fault(message: string): HarReading {
  return { ok: false, message };
}

function parse(text: string): { readonly value: unknown } | { readonly message: string } {
  if (text.length > mostCharacters) {
    return { message: `The HAR file is too large: ${text.length} characters of ${mostCharacters} at most.` };
  }
  try {
    return { value: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    return { message: `The HAR file is not JSON: ${reason}` };
  }
}

/** Puts the hops of one call, which follow each other, together again. */
class Reader {
  readonly #entries: Entry[] = [];
  readonly #ids = new Set<number>();
  #lastId = 0;
  /** The hops of a call whose last one has not come. */
  #open: { readonly call: number; readonly hops: EntryHop[] } | undefined;
  #unreadable = 0;
  #unfinished = 0;

  read(value: unknown): void {
    const har = Fields.of(value);
    const own = har && readOwn(har);
    if (own !== undefined) {
      this.#take(own);
      return;
    }
    this.#giveUp();
    const entry = har && readForeign(har, 0);
    if (entry === undefined) this.#unreadable += 1;
    else this.#add(entry);
  }

  end(): readonly Entry[] {
    this.#giveUp();
    return this.#entries;
  }

  get warnings(): string[] {
    return [
      ...(this.#unreadable > 0
        ? [
            `${this.#unreadable} of the entries were passed over: they have no request, or no moment at which it was made.`,
          ]
        : []),
      ...(this.#unfinished > 0
        ? [`${this.#unfinished} of the calls were passed over: their last entries are missing.`]
        : []),
    ];
  }

  #take({ call, hop, finish }: OwnEntry): void {
    const before = this.#open;
    const follows = before?.call === call && hop.hop > (before.hops.at(-1)?.hop ?? -1);
    if (!follows) this.#giveUp();
    const hops = follows && before !== undefined ? before.hops : [];
    hops.push(hop);
    this.#open = finish === undefined ? { call, hops } : undefined;
    if (finish !== undefined) this.#add(finish(hops));
  }

  #giveUp(): void {
    if (this.#open !== undefined) this.#unfinished += 1;
    this.#open = undefined;
  }

  /** Numbers are unique: a file may have been put together from several. */
  #add(entry: Entry): void {
    const free = entry.id > 0 && entry.id < largestNumber && !this.#ids.has(entry.id);
    const id = free ? entry.id : this.#lastId + 1;
    this.#lastId = Math.max(this.#lastId, id);
    this.#ids.add(id);
    this.#entries.push({ ...entry, id });
  }
}
