const longest = 120;
const plain = /^[\x20-\x7e]*$/;
/** Controls, invisible and bidirectional formatting, lone surrogates, unassigned code points, line separators. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * Hostile text inside a sentence for people: at most 120 characters, in quotation marks, and with every
 * character that could move a cursor, break a line or turn the reading direction written as `\u{…}`.
 */
export function quote(text: string): string {
  const cut = text.length > longest;
  const head = cut ? text.slice(0, longest) : text;
  const shown = plain.test(head) ? head : head.replace(unprintable, escapeCharacter);
  return cut ? `"${shown}…"` : `"${shown}"`;
}

function escapeCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** The same of text that is known to be visible ASCII, such as a host as it is dialled. */
export function quoteVisible(text: string): string {
  return text.length > longest ? quote(text) : `"${text}"`;
}
