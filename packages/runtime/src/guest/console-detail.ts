import {
  bridgeLimits,
  type ConsoleDetail,
  type ConsoleKind,
  type ConsoleType,
  type ConsoleValue,
} from '../bridge/protocol.ts';
import {
  append,
  byteLengthOf,
  enumerableKeys,
  eachOfMap,
  eachOfSet,
  getOwnPropertyDescriptor,
  isArray,
  isArrayBuffer,
  isView,
  type List,
  list,
  min,
  NativeDate,
  NativeError,
  NativeMap,
  NativePromise,
  NativeRegExp,
  NativeSet,
  record,
  regExpText,
  slice,
  toText,
} from './primordials.ts';
import { constructorName, errorHead, isoShown, nameOf } from './render.ts';

/** The arguments of one console call, to be unfolded by people. Getters are not called. It never throws. */
export function consoleDetail(
  args: readonly unknown[],
  kind: ConsoleKind | undefined,
  depth: number,
): ConsoleDetail {
  const reader = new ValueReader();
  const values = list<ConsoleValue>();
  for (let i = 0; i < args.length && reader.open; i++) values[i] = reader.read(args[i], 0);
  const detail = record<unknown>();
  detail.values = values;
  detail.depth = depth;
  if (kind !== undefined) detail.kind = kind;
  return detail as unknown as ConsoleDetail;
}

type Growing = Record<string, unknown>;

/** Reads values until there are too many of them, or too many characters. */
class ValueReader {
  #nodes: number = bridgeLimits.consoleNodes;
  #text: number = bridgeLimits.consoleText;
  readonly #above: List<unknown> = list();

  get open(): boolean {
    return this.#nodes > 0 && this.#text > 0;
  }

  read(value: unknown, depth: number): ConsoleValue {
    this.#nodes -= 1;
    const { length } = this.#above;
    try {
      return this.#value(value, depth) as unknown as ConsoleValue;
    } catch {
      this.#above.length = length;
      return this.#leaf('unreadable', '') as unknown as ConsoleValue;
    }
  }

  #value(value: unknown, depth: number): Growing {
    switch (typeof value) {
      case 'number':
        return this.#leaf('number', value === 0 && 1 / value < 0 ? '-0' : toText(value));
      case 'bigint':
        return this.#leaf('bigint', `${toText(value)}n`);
      case 'function':
        return this.#leaf('function', nameOf(value));
      case 'object':
        return value === null ? this.#leaf('null', 'null') : this.#object(value, depth);
      default:
        return this.#leaf(typeof value, toText(value));
    }
  }

  #leaf(type: ConsoleType, text: string): Growing {
    const node = record<unknown>();
    const room = min(bridgeLimits.consoleLeaf, this.#text > 0 ? this.#text : 0);
    node.type = type;
    node.text = text.length > room ? slice(text, 0, room) : text;
    if (text.length > room) node.more = text.length - room;
    this.#text -= min(text.length, room) + 20;
    return node;
  }

  #object(value: object, depth: number): Growing {
    for (let i = 0; i < this.#above.length; i++) {
      if (this.#above[i] === value) return this.#leaf('circular', constructorName(value));
    }
    if (value instanceof NativeDate) return this.#leaf('date', isoShown(value));
    if (value instanceof NativeRegExp) return this.#leaf('regexp', regExpText(value));
    if (value instanceof NativePromise) return this.#leaf('promise', 'Promise');
    if (isArrayBuffer(value)) return this.#leaf('bytes', `ArrayBuffer(${byteLengthOf(value)})`);
    append(this.#above, value);
    const node = this.#members(value, depth + 1);
    this.#above.length -= 1;
    return node;
  }

  #members(value: object, depth: number): Growing {
    if (value instanceof NativeMap) {
      const entries = new Entries(this, depth);
      let size = 0;
      eachOfMap(value, (item, key) => {
        size += 1;
        entries.addPair(key, item);
      });
      return entries.of(this.#leaf('map', `Map(${size})`), size);
    }
    if (value instanceof NativeSet) {
      const entries = new Entries(this, depth);
      let size = 0;
      eachOfSet(value, (item) => {
        entries.add(toText(size), item);
        size += 1;
      });
      return entries.of(this.#leaf('set', `Set(${size})`), size);
    }
    if (isArray(value) || isView(value)) return this.#indexed(value, depth);
    const node =
      value instanceof NativeError ? this.#error(value) : this.#leaf('object', constructorName(value));
    const keys = enumerableKeys(value);
    const entries = new Entries(this, depth);
    for (let i = 0; i < keys.length && entries.open; i++) entries.addMember(value, keys[i] ?? '');
    return entries.of(node, keys.length);
  }

  #indexed(value: object, depth: number): Growing {
    const { length } = value as unknown as { length?: unknown };
    const size = typeof length === 'number' ? length : 0;
    const name = constructorName(value);
    const node = this.#leaf(isArray(value) ? 'array' : 'bytes', `${name}(${size})`);
    const entries = new Entries(this, depth);
    for (let i = 0; i < size && entries.open; i++) entries.addMember(value, toText(i));
    return entries.of(node, size);
  }

  #error(error: Error): Growing {
    const node = this.#leaf('error', errorHead(error));
    const { stack } = error;
    if (typeof stack === 'string') node.stack = slice(stack, 0, bridgeLimits.consoleLeaf);
    return node;
  }

  /** A member that is not read. */
  unread(): ConsoleValue {
    this.#nodes -= 1;
    return this.#leaf('getter', '') as unknown as ConsoleValue;
  }

  /** So many characters are spent on a key. */
  spend(characters: number): void {
    this.#text -= characters;
  }
}

/** The entries of one object, up to the limits. */
class Entries {
  readonly #reader: ValueReader;
  readonly #depth: number;
  readonly #entries = list<unknown>();

  constructor(reader: ValueReader, depth: number) {
    this.#reader = reader;
    this.#depth = depth;
  }

  get open(): boolean {
    const { length } = this.#entries;
    return (
      this.#depth <= bridgeLimits.consoleDepth && length < bridgeLimits.consoleEntries && this.#reader.open
    );
  }

  addPair(key: unknown, value: unknown): void {
    if (!this.open) return;
    const read = this.#reader.read(key, this.#depth);
    append(this.#entries, list<unknown>(read, this.#reader.read(value, this.#depth)));
  }

  add(key: string, value: unknown): void {
    if (!this.open) return;
    append(this.#entries, list<unknown>(this.#key(key), this.#reader.read(value, this.#depth)));
  }

  /** Getters are not called: looking must change nothing. */
  addMember(object: object, key: string): void {
    const descriptor = getOwnPropertyDescriptor(object, key);
    if (descriptor === undefined || 'value' in descriptor) this.add(key, descriptor?.value);
    else if (this.open) append(this.#entries, list<unknown>(this.#key(key), this.#reader.unread()));
  }

  /** Puts the entries into their object, of which there are so many. */
  of(node: Growing, size: number): Growing {
    const { length } = this.#entries;
    if (length > 0) node.entries = this.#entries;
    if (size > length) node.more = size - length;
    return node;
  }

  #key(key: string): string {
    const kept = key.length > 200 ? `${slice(key, 0, 200)}…` : key;
    this.#reader.spend(kept.length);
    return kept;
  }
}
