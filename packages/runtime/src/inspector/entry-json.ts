import type { Entry } from './protocol.ts';

/**
 * An entry as JSON text. Bytes become `{ "base64": "…" }`, everything else is as it is.
 *
 * @example
 * entryFromJson(entryToJson(entry)); // the same entry
 */
export function entryToJson(entry: Entry): string {
  return JSON.stringify(entry, (_key, value: unknown) =>
    value instanceof Uint8Array ? { base64: toBase64(value) } : value,
  );
}

/**
 * The entry of a JSON text that `entryToJson` made.
 *
 * @throws SyntaxError if it is no JSON
 */
export function entryFromJson(text: string): Entry {
  return JSON.parse(text, reviveBytes) as Entry;
}

/** For `JSON.parse`: what `entryToJson` made of bytes becomes bytes again. */
export function reviveBytes(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('base64' in value)) return value;
  const keys = Object.keys(value);
  return keys.length === 1 && typeof value.base64 === 'string' ? fromBase64(value.base64) : value;
}

/** In pieces: a function takes only so many arguments. */
function toBase64(bytes: Uint8Array): string {
  const piece = 0x8000;
  let binary = '';
  for (let at = 0; at < bytes.length; at += piece) {
    binary += String.fromCharCode(...bytes.subarray(at, at + piece));
  }
  return btoa(binary);
}

function fromBase64(text: string): Uint8Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
