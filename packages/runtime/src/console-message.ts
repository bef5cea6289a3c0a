import type { ConsoleDetail, ConsoleLevel, ConsoleValue } from './bridge/protocol.ts';
import type { ConsoleMessage } from './program-events.ts';
import { programPlace, programStack } from './program-stack.ts';

/** A line of the console with its place in the program, and stacks as the program's files are written. */
export function consoleMessage(
  level: ConsoleLevel,
  args: readonly string[],
  stack: string,
  detail: ConsoleDetail | undefined,
): ConsoleMessage {
  const source = programPlace(stack);
  const message = { level, args, ...(source !== undefined && { source }) };
  if (detail === undefined) return message;
  const { values, kind, depth } = detail;
  return {
    ...message,
    values: values.map(withOwnStack),
    depth,
    ...(kind && { kind }),
    ...(kind === 'trace' && { stack: programStack(stack) }),
  };
}

function withOwnStack(value: ConsoleValue): ConsoleValue {
  const { entries, stack } = value;
  if (entries === undefined && stack === undefined) return value;
  return {
    ...value,
    ...(stack !== undefined && { stack: programStack(stack) }),
    ...(entries && {
      entries: entries.map(([key, inner]) => [
        typeof key === 'string' ? key : withOwnStack(key),
        withOwnStack(inner),
      ]),
    }),
  };
}
