/** What was found in a pasted text. */
export interface Pasted {
  /** Each once, as written; corrections are the judge's. */
  readonly entries: readonly string[];
  /** How many stood there again. */
  readonly repeated: number;
  /** Words that look like no address, such as the other columns of a table. */
  readonly skipped: readonly string[];
}

const separators = /[\s,;|，；、｜]+/u;
/** The look back keeps a long run of them from being tried at each of its characters. */
const quotes = /^["'`“”‘’«»<([{【（]+|(?<!["'`“”‘’«»>)\]}】）])["'`“”‘’«»>)\]}】）]+$/gu;
const scheme = /^[a-z][a-z0-9+.-]*:\/\//i;
/** `api.example.com`, `10.0.0.1:8443`, `localhost:3000/x`, `*.example.com`, `münchen.example`. */
const hostLike = /^[^\s:/?#@.]+(?:\.[^\s:/?#@.]+)+\.?(?::\d*)?(?:[/?#].*)?$/u;
const localhost = /^localhost(?::\d*)?(?:[/?#].*)?$/i;

/**
 * Finds entries in a text of many lines: a column or a row of a table, a list with commas, JSON, a Markdown list,
 * with comments (`#`, `//` and `<!-- -->`), empty lines and repetitions.
 *
 * @example
 * readPasted('https://a.example.com, https://b.example.com # spare').entries;
 * // ['https://a.example.com', 'https://b.example.com']
 */
export function readPasted(text: string): Pasted {
  const words = withoutRemarks(text)
    .split(/\r\n|[\r\n\u2028\u2029]/u)
    .flatMap((line) => withoutComment(line).split(separators))
    .map((word) => word.replace(quotes, '').replace(/^["'`]|["'`]$/g, ''))
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const found = words.filter(looksLikeEntry);
  const entries = [...new Set(found)];
  return {
    entries,
    repeated: found.length - entries.length,
    skipped: [...new Set(words.filter((word) => !looksLikeEntry(word)))],
  };
}

/** Whether a pasted text is more than the one entry that an input takes by itself. */
export function isManyEntries(text: string): boolean {
  return /[\r\n\t,;，；、]/u.test(text.trim()) || /\S\s+\S/u.test(text);
}

/** Without `<!-- -->`; what is not closed is none. */
function withoutRemarks(text: string): string {
  const kept: string[] = [];
  for (let from = 0; ; ) {
    const begin = text.indexOf('<!--', from);
    const end = begin === -1 ? -1 : text.indexOf('-->', begin + 4);
    if (end === -1) return [...kept, text.slice(from)].join(' ');
    kept.push(text.slice(from, begin));
    from = end + 3;
  }
}

/** `https://` is no comment; one begins the line or follows white space. */
function withoutComment(line: string): string {
  return line.replace(/(?:^|\s)(?:#|\/\/).*$/u, '');
}

function looksLikeEntry(word: string): boolean {
  if (/^\d+(?:\.\d+)?\.?$/.test(word)) return false;
  return scheme.test(word) || hostLike.test(word) || localhost.test(word);
}
