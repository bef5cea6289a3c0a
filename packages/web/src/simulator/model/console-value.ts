import type { TreeRow } from '../../ui/tree-view.tsx';

/** A value of the console to be unfolded, as the feed tells it. */
export interface ConsoleValue {
  readonly type: string;
  /** A text itself, a number as it is written, the class of an object. */
  readonly text: string;
  readonly entries: readonly (readonly [key: string, value: ConsoleValue])[];
  /** How many entries or characters are left out. */
  readonly more: number;
  readonly stack: string | undefined;
}

/** Reads what came over the feed; undefined where it is no value. What a program made is read with care. */
export function readConsoleValue(value: unknown): ConsoleValue | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, text, entries, more, stack }: Partial<Record<string, unknown>> = { ...value };
  if (typeof type !== 'string' || typeof text !== 'string') return undefined;
  return {
    type,
    text,
    entries: Array.isArray(entries) ? entries.flatMap(readEntry) : [],
    more: typeof more === 'number' ? more : 0,
    stack: typeof stack === 'string' ? stack : undefined,
  };
}

function readEntry(entry: unknown): (readonly [string, ConsoleValue])[] {
  if (!Array.isArray(entry)) return [];
  const [key, inner]: readonly unknown[] = entry;
  const value = readConsoleValue(inner);
  if (value === undefined) return [];
  if (typeof key === 'string') return [[key, value]];
  const keyValue = readConsoleValue(key);
  return keyValue === undefined ? [] : [[summaryOf(keyValue), value]];
}

/** Whether there is anything to unfold. */
export function canUnfold({ entries, stack }: ConsoleValue): boolean {
  return entries.length > 0 || stack !== undefined;
}

/** The lines of a value as far as it is opened. */
export function valueRows(
  value: ConsoleValue,
  isOpen: (path: string, depth: number) => boolean,
): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (item: ConsoleValue, key: string | undefined, path: string, depth: number) => {
    const open = item.entries.length > 0 ? isOpen(path, depth) : undefined;
    rows.push({ path, depth, key, kind: item.type, text: summaryOf(item, open === true), open });
    if (open !== true) return;
    item.entries.forEach(([name, inner], index) => add(inner, name, `${path}/${index}`, depth + 1));
    if (item.more > 0) {
      rows.push({
        path: `${path}/…`,
        depth: depth + 1,
        key: undefined,
        kind: 'null',
        text: `… ${item.more}`,
        open: undefined,
      });
    }
  };
  add(value, undefined, '', 0);
  return rows;
}

const previewed = 5;

/** A value in one line. */
function summaryOf({ type, text, entries, more }: ConsoleValue, open = false): string {
  switch (type) {
    case 'string':
      return more > 0 ? `${JSON.stringify(text)}…` : JSON.stringify(text);
    case 'function':
      return `ƒ ${text}()`;
    case 'circular':
      return `[Circular ${text}]`;
    case 'getter':
      return '(…)';
    case 'unreadable':
      return '(unreadable)';
    default:
      break;
  }
  if (open || entries.length === 0) return text;
  const shown = entries
    .slice(0, previewed)
    .map(([key, inner]) => (type === 'array' ? shortOf(inner) : `${key}: ${shortOf(inner)}`));
  const rest = entries.length > previewed || more > 0 ? ', …' : '';
  const inside = `${shown.join(', ')}${rest}`;
  return type === 'array' ? `${text} [${inside}]` : `${text} {${inside}}`;
}

/** A value inside of another one: a text as it is, an object by its name. */
export function shortOf(value: ConsoleValue): string {
  return value.entries.length > 0 ? value.text : summaryOf(value);
}
