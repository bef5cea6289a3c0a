import { isBlank, trimBlanks } from '../blanks.ts';

/** Where the value of a parameter ends, and the value. */
interface Scanned {
  readonly value: string;
  readonly end: number;
}

function isQuote(char: string | undefined): boolean {
  return char === '"' || char === "'";
}

function skipBlank(text: string, from: number): number {
  let at = from;
  while (isBlank(text[at])) at++;
  return at;
}

/** A value in quotes, with `\` before a character that is meant literally; it may lack its end. */
function scanQuoted(text: string, start: number): Scanned {
  const quote = text[start];
  let value = '';
  let at = start + 1;
  while (at < text.length && text[at] !== quote) {
    if (text[at] === '\\' && at + 1 < text.length) at++;
    value += text[at];
    at++;
  }
  return { value, end: at + 1 };
}

function scanPlain(text: string, start: number): Scanned {
  const semicolon = text.indexOf(';', start);
  const end = semicolon === -1 ? text.length : semicolon;
  return { value: trimBlanks(text.slice(start, end)), end };
}

/**
 * The `charset` parameter of a Content-Type, as written. The first one with a value counts. Reads every
 * text in linear time, and more than RFC 9110 (5.6.6) allows: blanks around `=`, single quotes.
 *
 * @example
 * charsetParameter('text/html; Charset="GBK"'); // 'GBK'
 */
export function charsetParameter(contentType: string): string | undefined {
  let at = contentType.indexOf(';');
  while (at !== -1 && at < contentType.length) {
    const start = skipBlank(contentType, at + 1);
    const equals = contentType.indexOf('=', start);
    if (equals === -1) return undefined;
    const semicolon = contentType.indexOf(';', start);
    if (semicolon !== -1 && semicolon < equals) {
      at = semicolon;
      continue;
    }
    const name = trimBlanks(contentType.slice(start, equals));
    const from = skipBlank(contentType, equals + 1);
    const { value, end } = isQuote(contentType[from])
      ? scanQuoted(contentType, from)
      : scanPlain(contentType, from);
    if (name.length === 7 && name.toLowerCase() === 'charset' && value !== '') return value;
    at = contentType.indexOf(';', end);
  }
  return undefined;
}
