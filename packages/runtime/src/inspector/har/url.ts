import type { HarPair } from './format.ts';

/**
 * The URL in characters that RFC 3986 allows, as HAR demands of `request.url`. What is no absolute URL
 * becomes `about:invalid#…`; the text as it was is in `_minigate.url`.
 */
export function harUrl(url: string): string {
  const parts = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)([^#]*)(?:#(.*))?$/is.exec(url);
  if (parts !== null) {
    const [, scheme = '', authority = '', path = '', fragment] = parts;
    const plain = `${scheme}${authority}${escaped(path)}${fragment === undefined ? '' : `#${escaped(fragment)}`}`;
    if (/^(?:\[[\da-f:.]+\]|[\w.~!$&'()*+,;=-]+|[\w.%-]+)(?::\d*)?$/i.test(authority) && URL.canParse(plain))
      return plain;
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
