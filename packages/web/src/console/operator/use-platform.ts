import type { PlatformView } from '@minigate/platform';
import { type UseMutationResult, type UseQueryResult, useQueryClient } from '@tanstack/react-query';
import { useMessages } from '../../ui/language.tsx';
import { hasCode } from '../api/api-problem.ts';
import { useNotify } from '../../ui/use-notify.ts';
import { useChange } from '../api/use-change.ts';
import { refresh, useRead } from '../api/use-read.ts';
import { messages } from './platform.messages.ts';

export const platformPath = '/operator/v1/platform';

/** What operators have set for every mini program. */
export function usePlatform(): UseQueryResult<PlatformView> {
  return useRead<PlatformView>(platformPath);
}

/**
 * Sets a part of it. Where somebody was faster it is read anew, so that the difference is seen.
 *
 * @param part of the path
 */
export function usePlatformChange<V extends object>(
  part: string,
  onDone: () => void,
): UseMutationResult<PlatformView, Error, V & { readonly revision: number }> {
  const { saved } = useMessages(messages);
  const queries = useQueryClient();
  const notify = useNotify();
  return useChange<V & { readonly revision: number }, PlatformView>({
    change: async (call, value) => {
      try {
        return await call<PlatformView>('PUT', `${platformPath}/${part}`, value);
      } catch (problem) {
        if (hasCode(problem, 'CONFLICT')) await refresh(queries, [platformPath]);
        throw problem;
      }
    },
    refreshes: [platformPath],
    onDone: () => {
      notify(saved);
      onDone();
    },
  });
}
