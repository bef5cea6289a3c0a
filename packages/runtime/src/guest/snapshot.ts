import type { Odd, OddKind } from '../bridge/protocol.ts';
import {
  append,
  apply,
  bytesOfView,
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
  setPrototypeOf,
  toNumber,
  toText,
} from './primordials.ts';

type Path = readonly (string | number)[];

/** What the program passed, as plain data: JSON, the list of what JSON cannot say, and bytes. */
export interface Snapshot {
  readonly value: unknown;
  readonly odd: List<Odd>;
  readonly bytes: ArrayBuffer | undefined;
}

/**
 * Reads the named options once, in order, and copies what they hold. Getters and proxies of the program run
 * here and nowhere else; nothing that they do is seen as a throw by the caller.
 */
export function snapshot(options: unknown, names: readonly string[]): Snapshot {
  const copier = new Copier();
  if (!isObject(options) || isArray(options)) {
    return { value: copier.flat(options, emptyPath()), odd: copier.odd, bytes: undefined };
  }
  const value = record<unknown>();
  for (let i = 0; i < names.length; i++) {
    const name = names[i] ?? '';
    const path = list<string | number>(name) as unknown as Path;
    try {
      const option = options[name];
      if (option !== undefined) {
        value[name] =
          name === 'data' || name === 'header' ? copier.deep(option, path) : copier.flat(option, path);
      }
    } catch {
      value[name] = copier.mark('unserialisable', path);
    }
  }
  return { value, odd: copier.odd, bytes: copier.bytes };
}

class Copier {
  readonly odd = list<Odd>();
  bytes: ArrayBuffer | undefined;

  mark(kind: OddKind, path: Path): null {
    setPrototypeOf(path, null);
    append(this.odd, list<unknown>(path, kind) as unknown as Odd);
    return null;
  }

  /** Where no object is wanted, only its kind is told. */
  flat(value: unknown, path: Path): unknown {
    if (isArray(value)) return list();
    return isObject(value) ? record() : this.#primitive(value, path);
  }

  /** `data` and `header`: text, bytes, or what JSON makes of an object. */
  deep(value: unknown, path: Path): unknown {
    if (!isObject(value)) return this.#primitive(value, path);
    if (isArrayBuffer(value)) {
      this.bytes = value;
      return this.mark('bytes', path);
    }
    if (isView(value)) {
      this.bytes = bytesOfView(value);
      return this.mark('view', path);
    }
    return this.#inside(value, path, 0);
  }

  #primitive(value: unknown, path: Path): unknown {
    const type = typeof value;
    if (type === 'string' || type === 'boolean' || value === null) return value;
    if (type !== 'number') return this.mark(type as OddKind, path);
    if (isFiniteNumber(value)) return value;
    return this.mark(toText(value) as OddKind, path);
  }

  /** What is found inside an object, by the rules of `JSON.stringify`; numbers that JSON lacks are marked. */
  #inside(given: unknown, path: Path, depth: number): unknown {
    if (depth > 500) throw new NativeError('too deep');
    let value = given;
    if (isObject(value) && isCallable(value.toJSON)) {
      value = apply(value.toJSON, value, [path[path.length - 1]]);
    }
    if (typeof value === 'bigint') throw new NativeError('a bigint');
    if (!isObject(value)) return isCallable(value) ? undefined : this.#leaf(value, path);
    if (value instanceof NativeNumber) return this.#leaf(toNumber(value), path);
    if (value instanceof NativeString || value instanceof NativeBoolean) return value.valueOf();
    return isArray(value) ? this.#items(value, path, depth + 1) : this.#members(value, path, depth + 1);
  }

  #leaf(value: unknown, path: Path): unknown {
    if (typeof value === 'symbol' || value === undefined) return undefined;
    return this.#primitive(value, path);
  }

  #items(array: readonly unknown[], path: Path, depth: number): List<unknown> {
    const copy = list<unknown>();
    const { length } = array;
    for (let i = 0; i < length; i++) {
      const item = this.#inside(array[i], longer(path, i), depth);
      copy[i] = item === undefined ? null : item;
    }
    return copy;
  }

  #members(object: Record<string, unknown>, path: Path, depth: number): Record<string, unknown> {
    const copy = record<unknown>();
    const keys = enumerableKeys(object);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] ?? '';
      const item = this.#inside(object[key], longer(path, key), depth);
      if (item !== undefined) copy[key] = item;
    }
    return copy;
  }
}

function emptyPath(): Path {
  return list<string | number>() as unknown as Path;
}

function longer(path: Path, key: string | number): Path {
  const longerPath = list<string | number>();
  for (let i = 0; i < path.length; i++) append(longerPath, path[i] ?? 0);
  append(longerPath, key);
  return longerPath as unknown as Path;
}
