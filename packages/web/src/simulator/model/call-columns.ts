import { type Call, durationOf } from './call.ts';
import { typeOf } from './call-kind.ts';
import { nameOf } from './call-name.ts';
import { statusOf } from './call-status.ts';

export type CallColumn = 'name' | 'api' | 'method' | 'status' | 'type' | 'size' | 'time' | 'waterfall';

export const callColumns: readonly CallColumn[] = [
  'name',
  'api',
  'method',
  'status',
  'type',
  'size',
  'time',
  'waterfall',
];

/** By what the rows are ordered. None: as they were made. */
export interface CallOrder {
  readonly column: CallColumn;
  readonly descending: boolean;
}

/** What a click on a column's head leads to: up, down, as they were made. */
export function nextOrder(order: CallOrder | undefined, column: CallColumn): CallOrder | undefined {
  if (order?.column !== column) return { column, descending: false };
  return order.descending ? undefined : { column, descending: true };
}

/** The calls in the order that is asked for; equal ones stay as they were made. */
export function inOrder(calls: readonly Call[], order: CallOrder | undefined, now: number): readonly Call[] {
  if (order === undefined) return calls;
  const value = valueOf[order.column];
  const sign = order.descending ? -1 : 1;
  return calls
    .map((call) => ({ call, value: value(call, now) }))
    .sort((one, other) => sign * compare(one.value, other.value))
    .map(({ call }) => call);
}

type Value = string | number;

const valueOf: Readonly<Record<CallColumn, (call: Call, now: number) => Value>> = {
  name: ({ row }) => nameOf(row.url).name.toLowerCase(),
  api: ({ row }) => row.api,
  method: ({ row }) => row.method,
  status: statusRank,
  type: typeOf,
  size: ({ row }) => row.bytes,
  time: durationOf,
  waterfall: ({ row }) => row.calledAt,
};

/** Statuses by their number, then what goes on, then what failed. */
function statusRank(call: Call): number {
  const status = statusOf(call);
  switch (status.kind) {
    case 'answered':
      return status.status;
    case 'done':
      return 0;
    case 'failed':
      return 3000;
    case 'interrupted':
    case 'refused':
      return 4000;
    default:
      return 2000;
  }
}

function compare(one: Value, other: Value): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
