import { enumerableKeys, isArray, toJson, toText } from './primordials.ts';

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
    text += `${(i === 0 ? '' : ',') + toJson(key)}:${encode(object[key])}`;
  }
  return `${text}}`;
}
