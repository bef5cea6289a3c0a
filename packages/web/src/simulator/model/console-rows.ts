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
  /** The program was started. */
  | { readonly kind: 'run'; readonly key: string; readonly run: number; readonly time: number }
  /** So many lines are missing here. */
  | { readonly kind: 'skipped'; readonly key: string; readonly count: number };

/** The lines that fit, with what separates them. */
export function consoleRows(
  lines: readonly ConsoleLine[],
  { text, levels }: ConsoleFilter,
): readonly ConsoleRow[] {
  const wanted = text.trim().toLowerCase();
  const rows: ConsoleRow[] = [];
  let run: number | undefined;
  for (const line of lines) {
    if (line.run !== run) {
      run = line.run;
      rows.push({ kind: 'run', key: `run ${line.run}`, run, time: line.time });
    }
    if (line.skipped !== undefined && line.skipped > 0) {
      rows.push({ kind: 'skipped', key: `skipped ${line.number}`, count: line.skipped });
    }
    if (levels.size > 0 && !levels.has(line.level)) continue;
    if (wanted !== '' && !textOf(line).toLowerCase().includes(wanted)) continue;
    rows.push({ kind: 'line', key: String(line.number), line });
  }
  return rows;
}

function textOf({ texts, source = '' }: ConsoleLine): string {
  return `${texts.join(' ')} ${source}`;
}
