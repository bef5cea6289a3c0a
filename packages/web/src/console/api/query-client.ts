import { QueryClient } from '@tanstack/react-query';
import { hasCode } from './api-problem.ts';

/** What passes by itself is tried three times; what the platform has refused is not repeated. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5000,
        retry: (failures, error) => failures < 2 && hasCode(error, 'OFFLINE', 'UNREADABLE', 'UNAVAILABLE'),
        retryDelay: (failures) => 400 * 2 ** failures,
      },
      mutations: { retry: false },
    },
  });
}
