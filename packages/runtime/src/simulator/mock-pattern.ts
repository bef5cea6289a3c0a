/** Which URLs a mock answer is for. */
export interface UrlPattern {
  fits(url: string): boolean;
}

/**
 * Reads `https://api.example.com/users/*`, in which `*` stands for any characters; the query is part of a URL.
 * Scheme and host are the same in every letter case.
 *
 * @param text the pattern, as written
 * @returns the pattern, or why it is none, with the place in the text
 */
export function parseUrlPattern(text: string): UrlPattern | { readonly problem: string } {
  const odd = /[\s\0-\x1f\x7f#]/.exec(text);
  if (odd !== null) {
    const seen = JSON.stringify(odd[0]);
    return { problem: `has ${seen} at character ${odd.index + 1}, which no URL on the wire has` };
  }
  if (!/^(?:(?:https?|wss?):\/\/|\*)/i.test(text)) {
    return { problem: 'must begin at character 1 with https://, http://, wss://, ws:// or *' };
  }
  const [first = '', ...others] = lowerCaseOrigin(text).split('*');
  return { fits: (url) => matches(lowerCaseOrigin(url), first, others) };
}

function lowerCaseOrigin(url: string): string {
  return url.replace(/^[^/]*:\/\/[^/?]*/, (origin) => origin.toLowerCase());
}

/** In one pass, whatever is written: each part is taken where it comes first. */
function matches(url: string, first: string, others: readonly string[]): boolean {
  if (!url.startsWith(first)) return false;
  const last = others.at(-1);
  if (last === undefined) return url === first;
  let at = first.length;
  for (const part of others.slice(0, -1)) {
    const found = url.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return url.length - last.length >= at && url.endsWith(last);
}
