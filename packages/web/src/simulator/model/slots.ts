import type { Api, HostProfile } from '@minigate/policy';
import type { Call } from './call.ts';

/** Calls that share slots, as they stand now. Rule 10. */
export interface SlotPool {
  /** Undefined where all APIs share one pool. */
  readonly api: Api | undefined;
  readonly slots: readonly (Call | undefined)[];
  /** First come, first served. */
  readonly waiting: readonly Call[];
}

const transfers = ['request', 'downloadFile', 'uploadFile'] as const satisfies readonly Api[];

/**
 * Who has which slot. A call keeps the slot that it had in `before`; the next one takes the first that is free.
 *
 * @param calls those of the run that is shown
 */
export function slotsOf(
  calls: readonly Call[],
  { size, layout }: HostProfile['slots'],
  before: readonly SlotPool[] = [],
): SlotPool[] {
  const pools = layout === 'shared' ? [undefined] : transfers;
  return pools.map((api, index) => {
    const own = calls.filter(({ row }) =>
      api === undefined ? row.api !== 'connectSocket' : row.api === api,
    );
    const running = own.filter(({ row }) => row.state === 'running');
    return {
      api,
      slots: fill(running, size, before[index]?.slots ?? []),
      waiting: own.filter(({ row }) => row.state === 'waiting'),
    };
  });
}

function fill(running: readonly Call[], size: number, before: SlotPool['slots']): (Call | undefined)[] {
  const waiting = new Map(running.map((call) => [call.key, call]));
  const slots = Array.from({ length: size }, (_, index) => {
    const key = before[index]?.key;
    const call = key === undefined ? undefined : waiting.get(key);
    if (call !== undefined) waiting.delete(call.key);
    return call;
  });
  for (const call of waiting.values()) {
    const free = slots.indexOf(undefined);
    if (free >= 0) slots[free] = call;
  }
  return slots;
}
