import { useCallback, useMemo, useState } from 'react';
import { recall, remember } from '../../ui/preferences.ts';
import { useNow } from '../../ui/use-now.ts';
import { useSimulation } from '../feed/simulation-context.tsx';
import type { Call } from '../model/call.ts';
import { type CallOrder, inOrder } from '../model/call-columns.ts';
import { type CallFilter, everyCall, hasExpression, readFilter } from '../model/call-filter.ts';
import { type CallSums, sumsOf } from '../model/call-sums.ts';
import type { CallSet } from './call-set.ts';
import { useExpressions } from './use-expressions.ts';

/** What the network panel shows, and what its bars change. */
export interface Panel {
  readonly filter: CallFilter;
  readonly setFilter: (filter: CallFilter) => void;
  readonly order: CallOrder | undefined;
  readonly setOrder: (order: CallOrder | undefined) => void;
  readonly keep: boolean;
  readonly setKeep: (keep: boolean) => void;
  /** While it is paused the list stays as it was; `newer` calls came since. */
  readonly paused: boolean;
  readonly setPaused: (paused: boolean) => void;
  readonly newer: number;
  readonly sets: readonly CallSet[];
  /** The set that is shown; the live calls where there is none. */
  readonly set: CallSet | undefined;
  readonly showSet: (set: CallSet | undefined) => void;
  readonly addSet: (set: CallSet) => void;
  readonly closeSet: (set: CallSet) => void;
  /** After the filter, in their order. */
  readonly shown: readonly Call[];
  readonly sums: CallSums;
  readonly shownSums: CallSums;
  readonly faults: readonly string[];
  readonly selected: Call | undefined;
  readonly select: (call: Call | undefined) => void;
}

const isYes = (text: string): text is 'yes' => text === 'yes';

/** The list as it was when it was paused. */
interface Held {
  readonly shown: readonly Call[];
  /** The newest call that there was. */
  readonly last: Call | undefined;
}

export function usePanel(): Panel {
  const told = useSimulation(({ calls }) => calls);
  const run = useSimulation(({ program }) => program?.run ?? 0);
  const [filter, setFilter] = useState(everyCall);
  const [order, setOrder] = useState<CallOrder>();
  const [keep, setKeep] = useState(() => recall('keep-calls', isYes) !== undefined);
  const [held, setHeld] = useState<Held>();
  const [sets, setSets] = useState<readonly CallSet[]>([]);
  const [set, showSet] = useState<CallSet>();
  const [selectedKey, setSelectedKey] = useState<string>();

  const select = useCallback((call: Call | undefined) => setSelectedKey(call?.key), []);
  const now = useNow(order?.column === 'time', 1000);
  const live = useMemo(() => (keep ? told : told.filter((call) => call.run >= run)), [told, keep, run]);
  const calls = set?.calls ?? held?.shown ?? live;
  const readExpression = useExpressions(hasExpression(filter));
  const { matches, faults } = useMemo(() => readFilter(filter, readExpression), [filter, readExpression]);
  const shown = useMemo(
    () => inOrder(filter === everyCall ? calls : calls.filter(matches), order, now),
    [calls, filter, matches, order, now],
  );
  const sums = useMemo(() => sumsOf(calls), [calls]);
  const shownSums = useMemo(() => (shown === calls ? sums : sumsOf(shown)), [shown, calls, sums]);
  const selected = useMemo(
    () => (selectedKey === undefined ? undefined : calls.find(({ key }) => key === selectedKey)),
    [calls, selectedKey],
  );
  return {
    filter,
    setFilter,
    order,
    setOrder,
    keep,
    setKeep(value) {
      remember('keep-calls', value ? 'yes' : 'no');
      setKeep(value);
    },
    paused: held !== undefined,
    setPaused: (value) => setHeld(value ? { shown: live, last: told.at(-1) } : undefined),
    newer: held === undefined ? 0 : newerThan(told, held.last),
    sets,
    set,
    showSet(chosen) {
      showSet(chosen);
      setSelectedKey(undefined);
    },
    addSet(added) {
      setSets((known) => [...known.filter(({ name }) => name !== added.name), added]);
      showSet(added);
      setSelectedKey(undefined);
    },
    closeSet(closed) {
      setSets((known) => known.filter((other) => other !== closed));
      showSet((open) => (open === closed ? undefined : open));
    },
    shown,
    sums,
    shownSums,
    faults,
    selected,
    select,
  };
}

function newerThan(told: readonly Call[], last: Call | undefined): number {
  if (last === undefined) return told.length;
  return told.filter(({ run, row }) => run > last.run || (run === last.run && row.id > last.row.id)).length;
}
