import {
  byteLengthOf,
  enumerableKeys,
  eachOfMap,
  eachOfSet,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  isArray,
  isArrayBuffer,
  isCallable,
  isObject,
  isoText,
  isView,
  type List,
  list,
  NativeDate,
  NativeError,
  NativeMap,
  NativePromise,
  NativeRegExp,
  NativeSet,
  regExpText,
  slice,
  toJson,
  toText,
} from './primordials.ts';

const limits = { depth: 4, entries: 100, text: 16 * 1024 };

/**
 * A value as text for people, the way a console shows it: strings as they are, objects with what they hold,
 * to a depth of four and with at most a hundred entries each. It never throws.
 */
export function render(value: unknown): string {
  try {
    return cut(typeof value === 'string' ? value : shown(value, 0, list()));
  } catch {
    return '[unreadable]';
  }
}

function cut(text: string): string {
  return text.length > limits.text ? `${slice(text, 0, limits.text)}… (${text.length} characters)` : text;
}

function shown(value: unknown, depth: number, above: List<unknown>): string {
  switch (typeof value) {
    case 'string':
      return toJson(cut(value));
    case 'number':
      return value === 0 && 1 / value < 0 ? '-0' : toText(value);
    case 'bigint':
      return `${toText(value)}n`;
    case 'function':
      return `[Function ${nameOf(value)}]`;
    case 'object':
      return value === null ? 'null' : shownObject(value, depth, above);
    default:
      return toText(value);
  }
}

function shownObject(value: object, depth: number, above: List<unknown>): string {
  for (let i = 0; i < above.length; i++) if (above[i] === value) return '[circular]';
  if (value instanceof NativeError) return errorShown(value);
  if (value instanceof NativeDate) return isoShown(value);
  if (value instanceof NativeRegExp) return regExpText(value);
  if (value instanceof NativePromise) return 'Promise {}';
  if (isArrayBuffer(value)) return `ArrayBuffer(${byteLengthOf(value)})`;
  if (depth >= limits.depth) return isArray(value) ? '[…]' : '{…}';
  above[above.length] = value;
  const text = members(value, depth + 1, above);
  above.length -= 1;
  return text;
}

function members(value: object, depth: number, above: List<unknown>): string {
  const parts = new Parts();
  let total = 0;
  if (value instanceof NativeMap) {
    eachOfMap(value, (item, key) => {
      total += 1;
      parts.add(() => `${shown(key, depth, above)} => ${shown(item, depth, above)}`);
    });
    return `Map {${parts.end(total)}}`;
  }
  if (value instanceof NativeSet) {
    eachOfSet(value, (item) => {
      total += 1;
      parts.add(() => shown(item, depth, above));
    });
    return `Set {${parts.end(total)}}`;
  }
  if (isArray(value) || isView(value)) {
    const { length } = value as unknown as { length: number };
    for (let i = 0; i < length && parts.open; i++) parts.add(() => property(value, toText(i), depth, above));
    return `${isArray(value) ? '' : `${constructorName(value)} `}[${parts.end(length)}]`;
  }
  const keys = enumerableKeys(value);
  for (let i = 0; i < keys.length && parts.open; i++) {
    const key = keys[i] ?? '';
    parts.add(() => `${plainKey(key) ? key : toJson(key)}: ${property(value, key, depth, above)}`);
  }
  const name = constructorName(value);
  return `${name === '' || name === 'Object' ? '' : `${name} `}{${parts.end(keys.length)}}`;
}

/** Getters are not called: looking must change nothing. */
function property(value: object, key: string, depth: number, above: List<unknown>): string {
  const descriptor = getOwnPropertyDescriptor(value, key);
  if (descriptor === undefined) return 'undefined';
  return 'value' in descriptor ? shown(descriptor.value, depth, above) : '[Getter]';
}

/** The entries of one object, up to the limit. */
class Parts {
  text = '';
  #count = 0;

  get open(): boolean {
    return this.#count < limits.entries && this.text.length < limits.text;
  }

  add(part: () => string): void {
    if (!this.open) return;
    this.text += `${this.#count === 0 ? ' ' : ', '}${part()}`;
    this.#count += 1;
  }

  /** Closes the list; `total` is how many entries there are. */
  end(total: number): string {
    if (total === 0) return '';
    return total > this.#count ? `${this.text}, … ${total - this.#count} more ` : `${this.text} `;
  }
}

export function nameOf(value: unknown): string {
  const name = isCallable(value) ? getOwnPropertyDescriptor(value, 'name')?.value : undefined;
  return typeof name === 'string' && name !== '' ? name : '(anonymous)';
}

export function constructorName(value: object): string {
  const prototype = getPrototypeOf(value);
  if (prototype === null) return '[no prototype]';
  const made = getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  const name = isObject(made) || isCallable(made) ? getOwnPropertyDescriptor(made, 'name')?.value : undefined;
  return typeof name === 'string' ? name : '';
}

export function errorHead({ name, message }: Error): string {
  return `${toText(name)}: ${toText(message)}`;
}

function errorShown(error: Error): string {
  const { stack } = error;
  const head = errorHead(error);
  return typeof stack === 'string' && stack !== '' ? `${head}\n${stack}` : head;
}

export function isoShown(date: Date): string {
  try {
    return isoText(date);
  } catch {
    return 'Invalid Date';
  }
}

function plainKey(key: string): boolean {
  for (let i = 0; i < key.length; i++) {
    const c = key[i] ?? '';
    const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c === '_' || c === '$';
    if (!letter && !(i > 0 && c >= '0' && c <= '9')) return false;
  }
  return key !== '';
}
