/** One word of a filter as it was typed. */
export interface FilterWord {
  /** Without the minus. */
  readonly text: string;
  readonly negative: boolean;
  readonly form: 'plain' | 'expression' | 'field';
  /** Before the colon, in lower case; of a field only. */
  readonly field: string;
  /** What is looked for: after the colon, between the slashes or the quotes. */
  readonly value: string;
}

/** Not in quotes, a space ends a word; inside `/…/` it does not. */
const word = /(-?)(?:"([^"]*)"|(\/(?:\\.|[^/\\])+\/(?=\s|$))|([^\s"]+))/g;
const field = /^([a-z-]+):(.+)$/i;
/** What looks like a field and is one; anything else before a colon, such as `https:`, is text. */
const fields: ReadonlySet<string> = new Set(['status', 'api', 'method', 'host', 'type', 'is']);

export function readWords(text: string): FilterWord[] {
  return [...text.matchAll(word)].map((found) => {
    const [, minus, quoted, expression, plain = ''] = found;
    const negative = minus === '-';
    if (quoted !== undefined)
      return { text: quoted, negative, form: 'plain', field: '', value: quoted.toLowerCase() };
    if (expression !== undefined) {
      return { text: expression, negative, form: 'expression', field: '', value: expression.slice(1, -1) };
    }
    const [, name = '', value = ''] = field.exec(plain) ?? [];
    return fields.has(name.toLowerCase())
      ? { text: plain, negative, form: 'field', field: name.toLowerCase(), value: value.toLowerCase() }
      : { text: plain, negative, form: 'plain', field: '', value: plain.toLowerCase() };
  });
}
