import { type CallColumn, callColumns } from '../model/call-columns.ts';
import { recall, remember } from '../../ui/preferences.ts';

/** Columns at their first widths, in pixels. The first and the last one also take what is left. */
const firstWidths: Readonly<Record<CallColumn, number>> = {
  name: 200,
  api: 104,
  method: 68,
  status: 76,
  type: 84,
  size: 76,
  time: 84,
  waterfall: 200,
};

export const leastWidth = 44;

export const numberColumns: ReadonlySet<CallColumn> = new Set(['size', 'time']);

/** Which columns are shown, and how wide. Kept in the browser. */
export interface Columns {
  readonly hidden: readonly CallColumn[];
  readonly widths: Partial<Record<CallColumn, number>>;
}

const name = 'columns';

export function recallColumns(): Columns {
  const text = recall(name, (value): value is string => value !== '');
  const kept = text === undefined ? undefined : read(text);
  return {
    hidden: callColumns.filter((column) => kept?.hidden?.includes(column)),
    widths: kept?.widths ?? {},
  };
}

export function rememberColumns(columns: Columns): void {
  remember(name, JSON.stringify(columns));
}

function read(text: string): Partial<Columns> | undefined {
  try {
    return JSON.parse(text) as Partial<Columns>;
  } catch {
    return undefined;
  }
}

/** Those that are shown where the table is so wide; a narrow table keeps what matters most. */
export function columnsFor({ hidden }: Columns, width: number): readonly CallColumn[] {
  if (width < 380) return ['name', 'status'];
  if (width < 520) return ['name', 'status', 'time'];
  return callColumns.filter((column) => !hidden.includes(column));
}

export function widthOf({ widths }: Columns, column: CallColumn): number {
  return widths[column] ?? firstWidths[column];
}

/** For `grid-template-columns`. */
export function templateOf(columns: Columns, shown: readonly CallColumn[]): string {
  return shown
    .map((column) => {
      const width = widthOf(columns, column);
      if (column === 'name') return `minmax(${Math.min(width, 120)}px, ${width}fr)`;
      return column === 'waterfall' ? `minmax(120px, ${width}fr)` : `${width}px`;
    })
    .join(' ');
}
