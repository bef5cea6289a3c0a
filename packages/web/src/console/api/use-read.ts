import {
  keepPreviousData,
  type QueryClient,
  useInfiniteQuery,
  useQuery,
  type UseInfiniteQueryResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useCall } from './api-provider.tsx';

/** What a GET route answers, kept fresh. `useChange` and `refresh` ask anew by the beginning of the path. */
export function useRead<T>(path: string, { enabled = true }: { enabled?: boolean } = {}): UseQueryResult<T> {
  const call = useCall();
  return useQuery({
    queryKey: ['read', path],
    queryFn: ({ signal }) => call<T>('GET', path, undefined, signal),
    enabled,
  });
}

interface Page {
  readonly next: string | null;
}

/** The pages of a list: each names where the next one begins. */
export function useReadPages<T extends Page>(
  path: string,
  query: Readonly<Record<string, string>> = {},
): UseInfiniteQueryResult<{ pages: T[] }> {
  const call = useCall();
  return useInfiniteQuery({
    queryKey: ['read', path, query],
    queryFn: ({ pageParam, signal }) => {
      const search = new URLSearchParams({ ...query, ...(pageParam === '' ? {} : { cursor: pageParam }) });
      return call<T>('GET', `${path}?${search.toString()}`, undefined, signal);
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    // What was found before stays until it is known what fits now.
    placeholderData: keepPreviousData,
  });
}

/** Asks anew for everything whose path begins with one of these. */
export async function refresh(queries: QueryClient, paths: readonly string[]): Promise<void> {
  await queries.invalidateQueries({
    predicate: ({ queryKey: [kind, path] }) =>
      kind === 'read' && typeof path === 'string' && paths.some((start) => path.startsWith(start)),
  });
}
