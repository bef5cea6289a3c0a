import type { HeaderBag } from './api.ts';

/** The one name that an assignment would not make a property of. */
const prototypeName = '__proto__';

function put(bag: HeaderBag, name: string, value: string): void {
  if (name === prototypeName) {
    Object.defineProperty(bag, name, { value, writable: true, enumerable: true, configurable: true });
  } else {
    bag[name] = value;
  }
}

/**
 * The header of an answer as a program reads it: names as received, lines of one name (in any letter case)
 * joined by `, ` under the first spelling. Rule 15.
 *
 * @param flat name, value, name, value
 * @example
 * toHeaderBag(['ETag', '"1"', 'Vary', 'a', 'vary', 'b']); // { ETag: '"1"', Vary: 'a, b' }
 */
export function toHeaderBag(flat: readonly string[]): HeaderBag {
  const bag: HeaderBag = {};
  const spellings = new Map<string, string>();
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const name = flat[i] ?? '';
    const value = flat[i + 1] ?? '';
    const key = name.toLowerCase();
    const spelling = spellings.get(key);
    if (spelling === undefined) {
      spellings.set(key, name);
      put(bag, name, value);
    } else {
      put(bag, spelling, `${bag[spelling]}, ${value}`);
    }
  }
  return bag;
}

const setCookie = 'set-cookie';

/**
 * One element for each `Set-Cookie` line, in the order received. Rule 15.
 *
 * @param flat name, value, name, value
 */
export function cookiesOf(flat: readonly string[]): string[] {
  const cookies: string[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const name = flat[i] ?? '';
    if (name.length === setCookie.length && name.toLowerCase() === setCookie) cookies.push(flat[i + 1] ?? '');
  }
  return cookies;
}

/**
 * The value of the first line with a name, whatever its letter case.
 *
 * @param flat name, value, name, value
 * @param name in lower case
 * @example
 * headerValue(['Content-Type', 'text/html'], 'content-type'); // 'text/html'
 */
export function headerValue(flat: readonly string[], name: string): string | undefined {
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const candidate = flat[i] ?? '';
    if (candidate.length === name.length && candidate.toLowerCase() === name) return flat[i + 1];
  }
  return undefined;
}
