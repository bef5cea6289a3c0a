import { useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useCall } from './api-provider.tsx';
import type { Call } from './call.ts';
import { refresh } from './use-read.ts';
import { useSingle } from './use-single.ts';

interface Change<V, T> {
  readonly change: (call: Call, value: V) => Promise<T>;
  /** Beginnings of paths whose answers are different afterwards. */
  readonly refreshes?: readonly string[];
  readonly onDone?: (answer: T, value: V) => void;
}

/**
 * Something that changes what the platform has. Where the browser is offline it waits for the connection.
 *
 * @example
 * const rename = useChange<string, Team>({
 *   change: (call, name) => call('PATCH', `/console/v1/teams/${teamId}`, { name }),
 *   refreshes: ['/console/v1/teams'],
 * });
 */
export function useChange<V, T>({
  change,
  refreshes = [],
  onDone,
}: Change<V, T>): UseMutationResult<T, Error, V> {
  const call = useCall();
  const queries = useQueryClient();
  return useSingle({
    mutationFn: (value: V) => change(call, value),
    onSuccess: async (answer, value) => {
      onDone?.(answer, value);
      await refresh(queries, refreshes);
    },
  });
}
