import { guestFile } from './sandbox/guest-file.ts';

const frame = /^\s*at (?:(.*?) \()?([^()]+?)\)?$/;
/** Deep recursion repeats itself. */
const mostFrames = 30;

/** The frames of a guest stack that are in the program's own files, innermost first. */
export function programStack(stack: string): string {
  const frames = stack.split('\n').filter((line) => frame.test(line) && isOfProgram(line));
  return frames
    .slice(0, mostFrames)
    .map((line) => `    ${line.trim()}`)
    .join('\n');
}

/** The place of the innermost frame in a program's file, as `file:line:column`. */
export function programPlace(stack: string): string | undefined {
  const innermost = stack.split('\n').find((line) => frame.test(line) && isOfProgram(line));
  return innermost === undefined ? undefined : frame.exec(innermost)?.[2];
}

function isOfProgram(line: string): boolean {
  return !line.includes(guestFile) && !line.includes('(native)');
}
