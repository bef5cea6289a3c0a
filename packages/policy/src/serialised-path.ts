const inPath = 1;
const inQuery = 2;
const slash = 47;
const question = 63;
const dot = 46;
const percent = 37;
const hash = 35;
const backslash = 92;

/** Of each ASCII character, where the WHATWG serialisation leaves it as it is. */
const unchanged = new Uint8Array(128);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_~.!$&()*+,;=:@/%[]|') {
  unchanged[character.charCodeAt(0)] = inPath | inQuery;
}
unchanged["'".charCodeAt(0)] = inPath;
unchanged[question] = inQuery;

/**
 * Where path and query of an `https` URL end that begin with the slash at `start` and are already what
 * `new URL` would make of them: nothing to encode, no segment of dots to resolve, and behind them no fragment
 * or a plain one. -1 is no fault; it says that the URL has to be read by `new URL`.
 */
export function endOfSerialisedPath(url: string, start: number): number {
  let index = start;
  let before = 0;
  for (; index < url.length; index += 1) {
    const code = url.charCodeAt(index);
    if (code === question || code === hash) break;
    if (((unchanged[code] ?? 0) & inPath) === 0) return -1;
    if (code === dot && before === slash && isDotSegment(url, index)) return -1;
    if (code === percent && isEncodedDot(url, index)) return -1;
    before = code;
  }
  if (url.charCodeAt(index) === question) {
    for (index += 1; index < url.length; index += 1) {
      const code = url.charCodeAt(index);
      if (code === hash) break;
      if (((unchanged[code] ?? 0) & inQuery) === 0) return -1;
    }
  }
  return isPlain(url, index + 1) ? index : -1;
}

/** Whether what follows a `#` is visible ASCII that is allowed anywhere in a URL. */
function isPlain(url: string, start: number): boolean {
  for (let index = start; index < url.length; index += 1) {
    const code = url.charCodeAt(index);
    if (code <= 32 || code >= 127 || code === backslash) return false;
  }
  return true;
}

/** Whether the segment that begins with a dot at `index` is `.` or `..`. */
function isDotSegment(url: string, index: number): boolean {
  const end = url.charCodeAt(index + 1) === dot ? index + 2 : index + 1;
  const code = url.charCodeAt(end);
  return end >= url.length || code === slash || code === question || code === hash;
}

/** `%2e` is a dot to the WHATWG parser where it makes a segment that is resolved. */
function isEncodedDot(url: string, index: number): boolean {
  const last = url.charCodeAt(index + 2) | 32;
  return url.charCodeAt(index + 1) === 50 && last === 101;
}
