import { MutationCache, QueryClient } from '@tanstack/react-query';
import { hasCode } from './api-problem.ts';

export const sessionPath = '/console/v1/session';
export const sessionKey = ['read', sessionPath];

/** What passes by itself is tried three times; what the platform has refused is not repeated. */
export function createQueryClient(): QueryClient {
  const queries = new QueryClient({
    mutationCache: new MutationCache({
      // Somebody's role has changed meanwhile: the screens follow it.
      onError: async (error) => {
        if (hasCode(error, 'FORBIDDEN')) await queries.invalidateQueries({ queryKey: sessionKey });
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 5000,
        refetchOnReconnect: 'always',
        retry: (failures, error) => failures < 2 && hasCode(error, 'OFFLINE', 'UNREADABLE', 'UNAVAILABLE'),
        retryDelay: (failures) => 400 * 2 ** failures,
      },
      mutations: { retry: false },
    },
  });
  return queries;
}
