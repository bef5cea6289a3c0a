import type { Odd, OddKind } from '../bridge/protocol.ts';
import {
  append,
  apply,
  booleanOf,
  bytesOfView,
  copyOf,
  enumerableKeys,
  isArray,
  isArrayBuffer,
  isCallable,
  isFiniteNumber,
  isObject,
  isView,
  type List,
  list,
  NativeBoolean,
  NativeError,
  NativeNumber,
  NativeString,
  record,
  toNumber,
  toText,
} from './primordials.ts';

/** A place in the options, from the inside out; as a list of keys only where there is something odd. */
interface Place {
  readonly up: Place | undefined;
  readonly key: string | number;
}

/** What the program passed, as plain data: JSON, the list of what JSON cannot say, and bytes. */
export interface Snapshot {
  readonly value: unknown;
  readonly odd: List<Odd> | undefined;
  readonly bytes: ArrayBuffer | undefined;
}

/**
 * Reads the named options once, in order, and copies what they hold. Getters and proxies of the program run
 * here and nowhere else; nothing that they do is seen as a throw by the caller.
 */
export function snapshot(options: unknown, names: readonly string[]): Snapshot {
  const copier = new Copier();
  if (!isObject(options) || isList(options)) {
    return { value: copier.flat(options, undefined), odd: copier.odd, bytes: undefined };
  }
  const value = record<unknown>();
  for (let i = 0; i < names.length; i++) {
    const name = names[i] ?? '';
    try {
      const option = options[name];
      if (option === undefined) continue;
      if (typeof option === 'string') value[name] = option;
      else if (name === 'data' || name === 'header')
        value[name] = copier.deep(option, { up: undefined, key: name });
      else value[name] = copier.flat(option, { up: undefined, key: name });
    } catch {
      value[name] = copier.mark('unserialisable', { up: undefined, key: name });
    }
  }
  return { value, odd: copier.odd, bytes: copier.bytes };
}

/** A proxy that was revoked is none, and throws when it is asked. */
function isList(value: unknown): boolean {
  try {
    return isArray(value);
  } catch {
    return false;
  }
}

class Copier {
  odd: List<Odd> | undefined;
  bytes: ArrayBuffer | undefined;

  mark(kind: OddKind, place: Place | undefined): null {
    this.odd ??= list();
    append(this.odd, list<unknown>(pathOf(place), kind) as unknown as Odd);
    return null;
  }

  /** Where no object is wanted, only its kind is told. */
  flat(value: unknown, place: Place | undefined): unknown {
    if (isArray(value)) return list();
    return isObject(value) ? record() : this.#primitive(value, place);
  }

  /** `data` and `header`: text, bytes, or what JSON makes of an object. */
  deep(value: unknown, place: Place): unknown {
    if (!isObject(value)) return this.#primitive(value, place);
    if (isArrayBuffer(value)) {
      this.bytes = copyOf(value);
      return this.mark('bytes', place);
    }
    if (isView(value)) {
      this.bytes = bytesOfView(value);
      return this.mark('view', place);
    }
    return this.#inside(value, place, 0);
  }

  #primitive(value: unknown, place: Place | undefined): unknown {
    const type = typeof value;
    if (type === 'string' || type === 'boolean' || value === null) return value;
    if (type !== 'number') return this.mark(type as OddKind, place);
    if (isFiniteNumber(value)) return value;
    return this.mark(toText(value) as OddKind, place);
  }

  /** What is found inside an object, by the rules of `JSON.stringify`; numbers that JSON lacks are marked. */
  #inside(given: unknown, place: Place, depth: number): unknown {
    if (depth > 500) throw new NativeError('too deep');
    let value = given;
    if (isObject(value) && isCallable(value.toJSON)) value = apply(value.toJSON, value, [place.key]);
    if (typeof value === 'bigint') throw new NativeError('a bigint');
    if (!isObject(value)) return isCallable(value) ? undefined : this.#leaf(value, place);
    if (value instanceof NativeNumber) return this.#leaf(toNumber(value), place);
    if (value instanceof NativeString) return toText(value);
    if (value instanceof NativeBoolean) return booleanOf(value);
    return isArray(value) ? this.#items(value, place, depth + 1) : this.#members(value, place, depth + 1);
  }

  #leaf(value: unknown, place: Place): unknown {
    if (typeof value === 'symbol' || value === undefined) return undefined;
    return this.#primitive(value, place);
  }

  #items(array: readonly unknown[], place: Place, depth: number): List<unknown> {
    const copy = list<unknown>();
    const { length } = array;
    for (let i = 0; i < length; i++) {
      const item = this.#inside(array[i], { up: place, key: i }, depth);
      copy[i] = item === undefined ? null : item;
    }
    return copy;
  }

  #members(object: Record<string, unknown>, place: Place, depth: number): Record<string, unknown> {
    const copy = record<unknown>();
    const keys = enumerableKeys(object);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] ?? '';
      const item = this.#inside(object[key], { up: place, key }, depth);
      if (item !== undefined) copy[key] = item;
    }
    return copy;
  }
}

function pathOf(place: Place | undefined): List<string | number> {
  const path = list<string | number>();
  if (place === undefined) return path;
  let depth = 0;
  for (let at = place.up; at !== undefined; at = at.up) depth += 1;
  for (let at: Place | undefined = place; at !== undefined; at = at.up) {
    path[depth] = at.key;
    depth -= 1;
  }
  return path;
}
