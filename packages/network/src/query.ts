/** One name and value of a query or a form. */
export interface Field {
  readonly name: string;
  /** `name=value`, percent-encoded. */
  readonly encoded: string;
}

/**
 * A field as `encodeURIComponent` writes it: a space is `%20`, and `!'()*~` stand bare. Rule 15.
 *
 * @throws URIError The name or the value has a lone surrogate.
 */
export function encodeField(name: string, value: string): Field {
  return { name, encoded: `${encodeURIComponent(name)}=${encodeURIComponent(value)}` };
}

export function joinFields(fields: readonly Field[]): string {
  return fields.map((field) => field.encoded).join('&');
}

function decoded(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text;
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

function nameOf(piece: string): string {
  const end = piece.indexOf('=');
  return decoded(end === -1 ? piece : piece.slice(0, end));
}

/**
 * Adds fields to the query of a path. A field replaces every part of the query that has its name; the
 * other parts stay as written and come first.
 *
 * @example
 * mergeFields('/v?a=1&b=2', [encodeField('a', '9')]); // '/v?b=2&a=9'
 */
export function mergeFields(path: string, fields: readonly Field[]): string {
  if (fields.length === 0) return path;
  const mark = path.indexOf('?');
  if (mark === -1) return `${path}?${joinFields(fields)}`;
  const names = new Set(fields.map((field) => field.name));
  const kept = path
    .slice(mark + 1)
    .split('&')
    .filter((piece) => piece !== '' && !names.has(nameOf(piece)));
  return `${path.slice(0, mark)}?${[...kept, joinFields(fields)].join('&')}`;
}

/** Whatever a query cannot hold: controls, space, `"`, `#`, `<`, `>` and everything beyond ASCII. */
const notInQuery = /[^\x21\x24-\x3b\x3d\x3f-\x7e]+/g;

/**
 * Adds text to the query of a path. Its `&`, `=` and `%` keep their meaning; characters that a query
 * cannot hold are percent-encoded.
 *
 * @throws URIError The text has a lone surrogate.
 * @example
 * appendQuery('/v?a=1', 'b=2 3'); // '/v?a=1&b=2%203'
 */
export function appendQuery(path: string, text: string): string {
  const query = text.replace(/^[?&]/, '').replace(notInQuery, encodeURIComponent);
  if (query === '') return path;
  const separator = !path.includes('?') ? '?' : /[?&]$/.test(path) ? '' : '&';
  return path + separator + query;
}
