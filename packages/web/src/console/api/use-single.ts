import {
  hashKey,
  useMutation,
  type UseMutationOptions,
  type UseMutationResult,
  useQueryClient,
} from '@tanstack/react-query';
import { useId, useRef } from 'react';

interface SingleOptions<V, T> extends Pick<UseMutationOptions<T, Error, V>, 'onSuccess'> {
  readonly mutationFn: (value: V) => Promise<T>;
}

/**
 * A mutation that does not begin again with the same value while it runs. A button that is drawn as busy is too late
 * for that: the second press of a double click comes before it. What still waits for the connection when it is reset
 * does not happen any more.
 */
export function useSingle<V, T>({
  mutationFn,
  ...options
}: SingleOptions<V, T>): UseMutationResult<T, Error, V> {
  const id = useId();
  const queries = useQueryClient();
  const running = useRef(new Set<string>());
  const mutation = useMutation<T, Error, V>({
    ...options,
    mutationKey: [id],
    mutationFn: async (value) => {
      try {
        return await mutationFn(value);
      } finally {
        running.current.delete(hashKey([value]));
      }
    },
  });
  const mutate: typeof mutation.mutate = (...call) => {
    const key = hashKey([call[0]]);
    if (running.current.has(key)) return;
    running.current.add(key);
    mutation.mutate(...call);
  };
  const reset = () => {
    const mutations = queries.getMutationCache();
    for (const waiting of mutations.findAll({
      mutationKey: [id],
      predicate: ({ state }) => state.isPaused,
    })) {
      mutations.remove(waiting);
      running.current.delete(hashKey([waiting.state.variables]));
    }
    mutation.reset();
  };
  return { ...mutation, mutate, reset };
}
