const inPath = 1;
const inQuery = 2;
const slash = 47;
const question = 63;
const dot = 46;
const percent = 37;

/** Of each ASCII character, where the WHATWG serialisation leaves it as it is. */
const unchanged = new Uint8Array(128);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_~.!$&()*+,;=:@/%[]|') {
  unchanged[character.charCodeAt(0)] = inPath | inQuery;
}
unchanged["'".charCodeAt(0)] = inPath;
unchanged[question] = inQuery;

/**
 * Whether path and query of an `https` URL, from the slash at `start` to its end, are already what `new URL`
 * would make of them: nothing to encode, no segment of dots to resolve, no fragment. `false` is no fault; it
 * says that `new URL` has work to do.
 */
export function isSerialisedPath(url: string, start: number): boolean {
  let index = start;
  let before = 0;
  for (; index < url.length; index += 1) {
    const code = url.charCodeAt(index);
    if (code === question) break;
    if (((unchanged[code] ?? 0) & inPath) === 0) return false;
    if (code === dot && before === slash && isDotSegment(url, index)) return false;
    if (code === percent && isEncodedDot(url, index)) return false;
    before = code;
  }
  for (index += 1; index < url.length; index += 1) {
    if (((unchanged[url.charCodeAt(index)] ?? 0) & inQuery) === 0) return false;
  }
  return true;
}

/** Whether the segment that begins with a dot at `index` is `.` or `..`. */
function isDotSegment(url: string, index: number): boolean {
  const end = url.charCodeAt(index + 1) === dot ? index + 2 : index + 1;
  const code = url.charCodeAt(end);
  return end >= url.length || code === slash || code === question;
}

/** `%2e` is a dot to the WHATWG parser where it makes a segment that is resolved. */
function isEncodedDot(url: string, index: number): boolean {
  const last = url.charCodeAt(index + 2) | 32;
  return url.charCodeAt(index + 1) === 50 && last === 101;
}
