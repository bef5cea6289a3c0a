import type { ConsoleLine } from '@minigate/runtime/simulator/protocol';

/** Lines that the console pane keeps; the oldest go first. */
export const mostLines = 10_000;

/** Adds lines in the order of their numbers. One that is known already, told again after a reconnect, is replaced. */
export function placeLines(
  known: readonly ConsoleLine[],
  told: readonly ConsoleLine[],
): readonly ConsoleLine[] {
  const last = known.at(-1)?.number ?? 0;
  const inOrder = told.every(({ number }, index) => number > (told[index - 1]?.number ?? last));
  const lines = inOrder ? [...known, ...told] : merge(known, told);
  return lines.length > mostLines ? lines.slice(-mostLines) : lines;
}

function merge(known: readonly ConsoleLine[], told: readonly ConsoleLine[]): readonly ConsoleLine[] {
  const byNumber = new Map([...known, ...told].map((line) => [line.number, line]));
  return [...byNumber.values()].sort((one, other) => one.number - other.number);
}
