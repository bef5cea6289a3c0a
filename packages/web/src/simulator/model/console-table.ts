import { type ConsoleValue, shortOf } from './console-value.ts';

/** What `console.table` shows: a line for each entry, a column for each field that one of them has. */
export interface ConsoleTable {
  readonly columns: readonly string[];
  readonly rows: readonly ConsoleTableRow[];
  /** The last column has entries that are no objects. */
  readonly hasValues: boolean;
  /** So many entries are left out. */
  readonly more: number;
}

export interface ConsoleTableRow {
  readonly name: string;
  /** In the order of the columns; undefined where the entry has no such field. */
  readonly cells: readonly (string | undefined)[];
  readonly value: string | undefined;
}

const mostColumns = 50;

/**
 * The table of what was printed; undefined where that is no object with entries.
 *
 * @param wanted the columns that the program asked for, as an array of their names
 */
export function tableOf(data: ConsoleValue | undefined, wanted?: ConsoleValue): ConsoleTable | undefined {
  if (data === undefined || data.entries.length === 0) return undefined;
  const found = new Set(data.entries.flatMap(([, { entries }]) => entries.map(([key]) => key)));
  const asked = wanted?.type === 'array' ? wanted.entries.map(([, { text }]) => text) : undefined;
  const columns = (asked ?? [...found]).slice(0, mostColumns);
  const rows = data.entries.map(([name, value]): ConsoleTableRow => {
    const fields = new Map(value.entries);
    const cells = columns.map((column) => {
      const field = fields.get(column);
      return field === undefined ? undefined : shortOf(field);
    });
    return { name, cells, value: value.entries.length === 0 ? shortOf(value) : undefined };
  });
  return { columns, rows, hasValues: rows.some(({ value }) => value !== undefined), more: data.more };
}
