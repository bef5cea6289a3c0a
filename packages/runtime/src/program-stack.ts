import { guestFile, scriptHead } from './sandbox/guest-file.ts';

const frame = /^\s*at (?:(.*?) \()?([^()]+?)\)?$/;
const firstLine = /(\.js:1:)(\d+)/;
/** Deep recursion repeats itself. */
const mostFrames = 30;

/** The frames of a guest stack that are in the program's own files, innermost first. */
export function programStack(stack: string): string {
  const frames = stack.split('\n').filter(isOfProgram);
  return frames
    .slice(0, mostFrames)
    .map((line) => `    ${asWritten(line.trim())}`)
    .join('\n');
}

/** The place of the innermost frame in a program's file, as `file:line:column`. */
export function programPlace(stack: string): string | undefined {
  const innermost = stack.split('\n').find(isOfProgram);
  const place = innermost === undefined ? undefined : frame.exec(innermost)?.[2];
  return place === undefined ? undefined : asWritten(place);
}

function isOfProgram(line: string): boolean {
  return frame.test(line) && !line.includes(guestFile) && !line.includes('(native)');
}

/** Columns count from the program's own text, not from what is put before it. */
function asWritten(place: string): string {
  return place.replace(firstLine, (_, file: string, column: string) => {
    return `${file}${Math.max(Number(column) - scriptHead.length, 1)}`;
  });
}
