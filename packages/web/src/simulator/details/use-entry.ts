import type { Entry } from '@minigate/runtime/inspector';
import { type EntryJson, routes } from '@minigate/runtime/simulator/protocol';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { ask } from '../feed/ask.ts';
import type { Call } from '../model/call.ts';
import type { CallSet } from '../network/call-set.ts';

export interface FoundEntry {
  readonly entry: Entry | undefined;
  readonly problem: Error | null;
}

/** While a call goes on it is asked for again at this distance, in milliseconds, if it has changed. */
const distance = 500;

/** Everything that is known of a call: of a file at once, else as the simulator has it. */
export function useEntry({ key, run, row }: Call, set: CallSet | undefined): FoundEntry {
  const client = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ['entry', key],
    queryFn: async () => (await ask<EntryJson>('GET', `${routes.calls}/${run}/${row.id}`)).entry,
    enabled: set === undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 10_000,
    retry: false,
  });
  const seen = useRef(row);
  const waiting = useRef(false);
  useEffect(() => {
    if (seen.current === row || waiting.current) return;
    waiting.current = true;
    const askAgain = () => {
      waiting.current = false;
      seen.current = row;
      void client.invalidateQueries({ queryKey: ['entry', key] });
    };
    setTimeout(askAgain, row.state === 'settled' ? 0 : distance);
  }, [client, key, row]);
  return set === undefined ? { entry: data, problem: error } : { entry: set.entries.get(key), problem: null };
}
