import type { ConsoleLine } from '@minigate/runtime/simulator/protocol';

const step = 14;
/** Deeper groups are not told apart: the texts need their room. */
const deepest = 12;

/** How far a line stands in, for the groups that it is in. */
export function indentOf({ depth = 0 }: ConsoleLine): { marginInlineStart: number } {
  return { marginInlineStart: Math.min(depth, deepest) * step };
}
