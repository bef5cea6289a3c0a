/** Controls, invisible and bidirectional formatting, lone surrogates, unassigned code points, line separators. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * Text of a server or a program, with every character that could break a line, hide or turn the reading direction
 * written as `\u{…}`: for what is shown, and more so for what is copied to a terminal.
 */
export function visible(text: string): string {
  return text.replace(unprintable, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
