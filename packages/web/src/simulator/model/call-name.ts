/** A URL as the column `name` of a network panel shows it, and where it leads. */
export interface CallName {
  /** The last part of the path with the query; the host, where there is no path. */
  readonly name: string;
  readonly host: string;
  readonly path: string;
}

const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?/i;
const longestName = 300;

/** The text is read as it is: a URL that is refused as malformed has a name too. */
export function nameOf(url: string): CallName {
  const found = parts.exec(url);
  if (found === null) return { name: cut(url), host: '', path: '' };
  const [, , host = '', path = '', query = ''] = found;
  const segments = path.split('/').filter((segment) => segment !== '');
  const last = segments.at(-1);
  const name = last === undefined ? `${host}${query}` : `${last}${path.endsWith('/') ? '/' : ''}${query}`;
  return { name: cut(name), host, path };
}

function cut(text: string): string {
  return text.length > longestName ? `${text.slice(0, longestName)}…` : text;
}
