import { type Call, isUnderWay } from './call.ts';

/** What the foot of the panel says. */
export interface CallSums {
  readonly calls: number;
  readonly refused: number;
  /** Calls that went through because of debugging mode only. Rule 8. */
  readonly wouldFail: number;
  readonly underWay: number;
  readonly bytes: number;
  /** Milliseconds from the first call to the last ending. */
  readonly span: number;
}

export function sumsOf(calls: readonly Call[]): CallSums {
  let refused = 0;
  let wouldFail = 0;
  let underWay = 0;
  let bytes = 0;
  let from = Number.POSITIVE_INFINITY;
  let to = 0;
  for (const call of calls) {
    const { row } = call;
    if (row.refused) refused += 1;
    if (row.wouldFail) wouldFail += 1;
    if (isUnderWay(call)) underWay += 1;
    bytes += row.bytes;
    from = Math.min(from, row.calledAt);
    to = Math.max(to, row.settledAt ?? row.calledAt);
  }
  return { calls: calls.length, refused, wouldFail, underWay, bytes, span: Math.max(0, to - from) || 0 };
}
