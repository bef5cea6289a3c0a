import { keepPreviousData, type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query';
import { useCall } from '../api/api-provider.tsx';

/** Things that a route of the operators gives at a time. */
const pageSize = 100;

/**
 * A list of the operators that comes a hundred at a time, each page from behind the last of the page before.
 *
 * @param field of the answer that has the list
 * @param keyOf what the route goes on from
 * @param start where the list begins
 */
export function useReadAfter<K extends string, T>(
  path: string,
  field: K,
  keyOf: (item: T) => string,
  start = '',
): UseInfiniteQueryResult<T[]> {
  const call = useCall();
  return useInfiniteQuery({
    queryKey: ['read', path, start],
    queryFn: async ({ pageParam, signal }) => {
      const search = new URLSearchParams({ after: pageParam });
      const answer = await call<Record<K, readonly T[]>>(
        'GET',
        `${path}?${search.toString()}`,
        undefined,
        signal,
      );
      return answer[field];
    },
    initialPageParam: start,
    getNextPageParam: (page) => {
      const last = page.at(-1);
      return page.length < pageSize || last === undefined ? undefined : keyOf(last);
    },
    placeholderData: keepPreviousData,
    select: ({ pages }) => pages.flat(),
  });
}
