/** A line of a JSON tree. */
export interface JsonRow {
  /** Where it stands: keys from the root, joined. Unlike every other's. */
  readonly path: string;
  readonly depth: number;
  readonly key: string | undefined;
  /** What can be opened has a summary; anything else its text. */
  readonly kind: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';
  readonly text: string;
  readonly open: boolean | undefined;
}

const longestText = 10_000;

/** The lines of a JSON value as far as it is opened. What is deeper than the given depth is closed at first. */
export function jsonRows(value: unknown, isOpen: (path: string, depth: number) => boolean): JsonRow[] {
  const rows: JsonRow[] = [];
  const add = (item: unknown, key: string | undefined, path: string, depth: number) => {
    if (typeof item !== 'object' || item === null) {
      rows.push({ path, depth, key, ...leaf(item), open: undefined });
      return;
    }
    const array = Array.isArray(item);
    const parts: [string, unknown][] = array
      ? item.map((part: unknown, index) => [String(index), part])
      : Object.entries(item);
    const open = parts.length > 0 && isOpen(path, depth);
    const text = array ? `[${parts.length}]` : `{${parts.length}}`;
    rows.push({
      path,
      depth,
      key,
      kind: array ? 'array' : 'object',
      text,
      open: parts.length > 0 ? open : undefined,
    });
    if (open)
      for (const [name, part] of parts) add(part, name, `${path}/${name.replaceAll('/', '~')}`, depth + 1);
  };
  add(value, undefined, '', 0);
  return rows;
}

function leaf(item: unknown): Pick<JsonRow, 'kind' | 'text'> {
  if (typeof item === 'string') {
    const text = item.length > longestText ? `${item.slice(0, longestText)}…` : item;
    return { kind: 'string', text: JSON.stringify(text) };
  }
  if (typeof item === 'number') return { kind: 'number', text: String(item) };
  if (typeof item === 'boolean') return { kind: 'boolean', text: String(item) };
  return { kind: 'null', text: 'null' };
}
