import type { Call } from './call.ts';

/** The page keeps as many as the simulator does; the oldest go first. */
export const mostCalls = 10_000;

/**
 * Puts calls among those that are known, in the order in which they were made: a call that is known already is
 * replaced. The list that is given stays as it is.
 */
export function placeCalls(known: readonly Call[], told: readonly Call[]): readonly Call[] {
  if (told.length === 0) return known;
  const calls = known.slice();
  for (const call of told) {
    const at = placeOf(calls, call);
    const there = calls[at];
    if (there !== undefined && compare(there, call) === 0) calls[at] = call;
    else if (at === calls.length) calls.push(call);
    else calls.splice(at, 0, call);
  }
  return calls.length > mostCalls ? calls.slice(-mostCalls) : calls;
}

/** The first place whose call was not made before this one. New calls are at the end, so it begins there. */
function placeOf(calls: readonly Call[], call: Call): number {
  const last = calls.at(-1);
  if (last === undefined || compare(last, call) < 0) return calls.length;
  let low = 0;
  let high = calls.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = calls[middle];
    if (there !== undefined && compare(there, call) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compare(one: Call, other: Call): number {
  return one.run - other.run || one.row.id - other.row.id;
}
