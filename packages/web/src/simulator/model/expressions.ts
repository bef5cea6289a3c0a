import { RE2JS } from 're2js';

/**
 * Reads a regular expression that is tried on the texts of a hostile program: in any letter case, in a time that grows with
 * the text and no faster, which a browser's own engine does not promise. So it has no look-around and no back-reference.
 *
 * @returns whether a text has what is looked for; undefined where the expression cannot be understood
 * @example
 * readExpression('users/[0-9]+')?.('https://api.example.test/users/7'); // true
 */
export function readExpression(source: string): ((text: string) => boolean) | undefined {
  try {
    const expression = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
    return (text) => expression.test(text);
  } catch {
    return undefined;
  }
}
