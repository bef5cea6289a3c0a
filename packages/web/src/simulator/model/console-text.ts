import type { ConsoleLine } from '@minigate/runtime/simulator/protocol';

/** Spaces that stand before a text for each group that it is in. */
const perGroup = 2;

/** What was printed, as one text; a pane shows groups in its own way. */
export function textOf({ texts, depth = 0 }: ConsoleLine): string {
  const text = texts.join(' ');
  const before = text.length - text.trimStart().length;
  return text.slice(Math.min(before, depth * perGroup));
}
