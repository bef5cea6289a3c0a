import type { ConsoleLine } from '@minigate/runtime/simulator/protocol';

export type ConsoleLevel = ConsoleLine['level'];

export const consoleLevels: readonly ConsoleLevel[] = ['debug', 'log', 'info', 'warn', 'error'];

/** Which lines are shown. An empty set: of all levels. */
export interface ConsoleFilter {
  readonly text: string;
  readonly levels: ReadonlySet<ConsoleLevel>;
}

/** What stands in the console pane, one below the other. */
export type ConsoleRow =
  | { readonly kind: 'line'; readonly key: string; readonly line: ConsoleLine }
  /** What follows deeper is shown or not. */
  | { readonly kind: 'group'; readonly key: string; readonly line: ConsoleLine; readonly open: boolean }
  /** The program cleared the console: what was above is gone. */
  | { readonly kind: 'cleared'; readonly key: string; readonly time: number }
  /** The program was started. */
  | { readonly kind: 'run'; readonly key: string; readonly run: number; readonly time: number }
  /** So many lines are missing here. */
  | { readonly kind: 'skipped'; readonly key: string; readonly count: number };

const nothing: ReadonlySet<string> = new Set();

/**
 * The lines that fit, with what separates them. While something is searched, no group is closed.
 *
 * @param toggled keys of groups that were opened or closed by a person
 */
export function consoleRows(
  lines: readonly ConsoleLine[],
  { text, levels }: ConsoleFilter,
  toggled: ReadonlySet<string> = nothing,
): readonly ConsoleRow[] {
  const wanted = text.trim().toLowerCase();
  const isSearch = wanted !== '' || levels.size > 0;
  let rows: ConsoleRow[] = [];
  let run: number | undefined;
  /** Lines deeper than this are in a closed group. */
  let closed = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    const { method, depth = 0 } = line;
    const key = String(line.number);
    if (line.run !== run) {
      run = line.run;
      closed = Number.POSITIVE_INFINITY;
      rows.push({ kind: 'run', key: `run ${line.run}`, run, time: line.time });
    }
    if (line.skipped !== undefined && line.skipped > 0) {
      rows.push({ kind: 'skipped', key: `skipped ${line.number}`, count: line.skipped });
    }
    if (depth <= closed) closed = Number.POSITIVE_INFINITY;
    if (method === 'clear') rows = [{ kind: 'cleared', key, time: line.time }];
    if (method === 'clear' || method === 'groupEnd' || depth > closed) continue;
    const isGroup = method === 'group' || method === 'groupCollapsed';
    const open = isSearch || (method === 'group') !== toggled.has(key);
    if (isGroup && !open) closed = depth;
    if (levels.size > 0 && !levels.has(line.level)) continue;
    if (wanted !== '' && !textOf(line).toLowerCase().includes(wanted)) continue;
    rows.push(isGroup ? { kind: 'group', key, line, open } : { kind: 'line', key, line });
  }
  return rows;
}

function textOf({ texts, source = '' }: ConsoleLine): string {
  return `${texts.join(' ')} ${source}`;
}
