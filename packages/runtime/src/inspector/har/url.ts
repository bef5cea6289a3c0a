import type { HarPair } from './format.ts';

/** Nothing but what RFC 3986 allows in a host and port; what `new URL` makes of the rest is fit. */
const plainAuthority = /^(?:\[[\da-f:.]+\]|[\w.~-]+)(?::\d*)?$/i;

/**
 * The URL in characters that RFC 3986 allows, as HAR demands of `request.url`. What is no absolute URL
 * becomes `about:invalid#…`; the text as it was is in `_minigate.url`.
 */
export function harUrl(url: string): string {
  const parts = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)([^#]*)(?:#(.*))?$/is.exec(url);
  if (parts !== null && URL.canParse(url)) {
    const [, scheme = '', authority = '', path = '', fragment] = parts;
    const host = plainAuthority.test(authority) ? authority : new URL(url).host;
    return `${scheme}${host}${escaped(path)}${fragment === undefined ? '' : `#${escaped(fragment)}`}`;
  }
  return `about:invalid#${escaped(url)}`;
}

/** The query as names and values; empty where there is none. */
export function queryOf(url: string): HarPair[] {
  const [, query = ''] = /^[^?#]*\?([^#]*)/.exec(url) ?? [];
  return [...new URLSearchParams(query)].map(([name, value]) => ({ name, value }));
}

function escaped(text: string): string {
  return text.replace(/%(?![\da-f]{2})|[^\w.~!$&'()*+,;=:@/?%-]/giu, percent);
}

function percent(character: string): string {
  return [...new TextEncoder().encode(character)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}
