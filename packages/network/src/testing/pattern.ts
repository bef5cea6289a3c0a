/** Which requests an answer is for. */
export interface Pattern {
  fits(method: string, url: string): boolean;
}

/**
 * Reads `GET https://api.example.com/users/*`: a method, or none for every method, and a URL in which `*` stands
 * for any characters.
 *
 * @throws TypeError if it is not written so
 *
 * @example
 * parsePattern('https://api.example.com/*').fits('GET', 'https://api.example.com/a?b=1'); // true
 */
export function parsePattern(text: string): Pattern {
  const [, method, url = ''] = /^(?:([A-Z]+) )?(\S+)$/.exec(text) ?? [];
  if (!/^(?:https?|wss?):\/\//.test(url)) {
    throw new TypeError(
      `"${text}" names no requests. Write a URL, with or without a method: "GET https://api.example.com/users/*".`,
    );
  }
  const source = url.split('*').map(escapeForPattern).join('.*');
  const pattern = new RegExp(`^${source}$`, 's');
  return { fits: (given, written) => (method === undefined || method === given) && pattern.test(written) };
}

function escapeForPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
