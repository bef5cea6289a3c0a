import type { GuestConfig } from '../bridge/protocol.ts';
import { type Host, post } from './channel.ts';
import { Refusal } from './outcome.ts';
import { enumerableKeys, floor, parseJson, table, toJson } from './primordials.ts';

const KiB = 1024;
const limits = { total: 10 * KiB * KiB, item: KiB * KiB };
/** The platform's number for a store that is full. */
const fullErrno = 1300202;
const badRequestErrno = 1001;

/** What a mini program keeps by key: whatever JSON can hold, 1 MiB a key and 10 MiB in all. */
export class Storage {
  readonly #host: Host;
  readonly #kept: boolean;
  readonly #items = table<string, string>();
  #size = 0;

  constructor(host: Host, config: GuestConfig) {
    this.#host = host;
    this.#kept = config.keepsStorage;
    const keys = enumerableKeys(config.storage);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] ?? '';
      this.#put(key, config.storage[key] ?? 'null');
    }
  }

  set(key: unknown, value: unknown): void {
    const name = checkedKey(key);
    const json = jsonOf(value);
    if (json.length > limits.item) throw new Refusal('entry size limit reached', fullErrno);
    const before = this.#items.get(name);
    const grown = this.#size + costOf(name, json) - (before === undefined ? 0 : costOf(name, before));
    if (grown > limits.total)
      throw new Refusal('the maximum size of the file storage limit is exceeded', fullErrno);
    this.#put(name, json);
    if (this.#kept) post(this.#host, ['store', name, json]);
  }

  /** The value of the key; undefined where there is none. */
  get(key: unknown): { readonly data: unknown } | undefined {
    const json = this.#items.get(checkedKey(key));
    return json === undefined ? undefined : { data: parseJson(json) };
  }

  remove(key: unknown): void {
    const name = checkedKey(key);
    const before = this.#items.get(name);
    if (before === undefined) return;
    this.#items.delete(name);
    this.#size -= costOf(name, before);
    if (this.#kept) post(this.#host, ['store', name, null]);
  }

  clear(): void {
    const keys = this.#items.keys();
    for (let i = 0; i < keys.length; i++) this.remove(keys[i]);
  }

  info(): object {
    const found = this.#items.keys();
    const keys: string[] = [];
    for (let i = 0; i < found.length; i++) keys[i] = found[i] ?? '';
    return { keys, currentSize: floor((this.#size + KiB - 1) / KiB), limitSize: limits.total / KiB };
  }

  #put(key: string, json: string): void {
    const before = this.#items.get(key);
    this.#size += costOf(key, json) - (before === undefined ? 0 : costOf(key, before));
    this.#items.set(key, json);
  }
}

function costOf(key: string, json: string): number {
  return key.length + json.length;
}

function checkedKey(key: unknown): string {
  if (typeof key === 'string' && key !== '') return key;
  throw new Refusal('parameter error: parameter.key should be a String that is not empty;', badRequestErrno);
}

function jsonOf(value: unknown): string {
  let json: string | undefined;
  try {
    json = toJson(value);
  } catch {
    throw new Refusal('data cannot be kept as JSON', badRequestErrno);
  }
  return json ?? 'null';
}
