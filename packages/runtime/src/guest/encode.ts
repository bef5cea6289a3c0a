import { enumerableKeys, isArray, table, toJson, toText } from './primordials.ts';

/**
 * The JSON text of plain data: texts, finite numbers, booleans, null, lists and records. Only texts are given
 * to the engine's own `JSON.stringify`: for anything else it keeps arrays of its own, into which a program
 * can look by setters on the prototypes of arrays.
 */
export function encode(value: unknown): string {
  if (typeof value === 'string') return toJson(value);
  if (typeof value !== 'object' || value === null) return toText(value);
  return isArray(value) ? items(value) : members(value as Record<string, unknown>);
}

function items(array: readonly unknown[]): string {
  let text = '[';
  for (let i = 0; i < array.length; i++) text += (i === 0 ? '' : ',') + encode(array[i]);
  return `${text}]`;
}

function members(object: Record<string, unknown>): string {
  const keys = enumerableKeys(object);
  let text = '{';
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? '';
    text += `${(i === 0 ? '' : ',') + quotedKey(key)}:${encode(object[key])}`;
  }
  return `${text}}`;
}

/** Programs use the same few keys again and again. */
const mostKeys = 500;
const quoted = table<string, string>();
let kept = 0;

function quotedKey(key: string): string {
  const known = quoted.get(key);
  if (known !== undefined) return known;
  const text = toJson(key);
  if (kept < mostKeys && key.length < 100) {
    kept += 1;
    quoted.set(key, text);
  }
  return text;
}
