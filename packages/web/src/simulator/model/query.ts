/** One part of a query or of a form, as it is written and as it reads. */
export interface QueryPart {
  readonly name: string;
  readonly value: string;
  /** Percent signs resolved; as written, where that gives no text. */
  readonly readableName: string;
  readonly readableValue: string;
}

/** The query of a URL as the program wrote it: in its order, twice what is there twice, nothing repaired. */
export function queryOf(url: string): QueryPart[] {
  const withoutFragment = url.split('#', 1)[0] ?? '';
  const at = withoutFragment.indexOf('?');
  return at < 0 ? [] : partsOf(withoutFragment.slice(at + 1));
}

/** The fields of an `application/x-www-form-urlencoded` body. */
export function partsOf(text: string): QueryPart[] {
  return text
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=');
      const name = at < 0 ? part : part.slice(0, at);
      const value = at < 0 ? '' : part.slice(at + 1);
      return { name, value, readableName: readable(name), readableValue: readable(value) };
    });
}

function readable(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
