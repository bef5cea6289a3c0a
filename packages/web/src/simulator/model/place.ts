/** A place in a program's file. Lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const written = /^(.+?):(\d+)(?::(\d+))?$/;

/** Reads `file:line:column`, as calls, lines and stacks have it. */
export function placeOf(text: string): Place | undefined {
  const found = written.exec(text.trim());
  if (found === null) return undefined;
  const [, file = '', line, column] = found;
  return { file: file.replace(/^\.?\//, ''), line: Number(line), column: Number(column ?? 1) };
}

/** A line of a stack: its text, with the place that it names cut out of it. */
export interface StackLine {
  readonly before: string;
  readonly place?: { readonly text: string; readonly at: Place };
  readonly after: string;
}

const frame = /^(\s*at .*?\(?)([^\s()]+:\d+(?::\d+)?)(\)?)$/;

export function stackLines(stack: string): StackLine[] {
  return stack
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, before = '', text = '', after = ''] = frame.exec(line) ?? [];
      const at = placeOf(text);
      return at === undefined ? { before: line, after: '' } : { before, place: { text, at }, after };
    });
}
