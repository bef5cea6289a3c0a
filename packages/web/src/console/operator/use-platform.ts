import type { PlatformView } from '@minigate/platform';
import { hashKey, type UseMutationResult, type UseQueryResult, useQueryClient } from '@tanstack/react-query';
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

/** What operators set at a time. */
interface PlatformPart {
  /** Behind the path of the platform. */
  readonly path: string;
  readonly of: (view: PlatformView) => unknown;
}

/**
 * Sets a part of it. Where somebody was faster it is read anew: if the other one has left this part as it was it is set
 * all the same, otherwise the difference is seen.
 */
export function usePlatformChange<V extends object>(
  { path, of }: PlatformPart,
  onDone: () => void,
): UseMutationResult<PlatformView, Error, V & { readonly revision: number }> {
  const { saved } = useMessages(messages);
  const queries = useQueryClient();
  const notify = useNotify();
  const known = () => queries.getQueryData<PlatformView>(['read', platformPath]);
  return useChange<V & { readonly revision: number }, PlatformView>({
    change: async (call, value) => {
      let { revision } = value;
      for (;;) {
        const before = known();
        try {
          return await call<PlatformView>('PUT', `${platformPath}/${path}`, { ...value, revision });
        } catch (problem) {
          if (!hasCode(problem, 'CONFLICT')) throw problem;
          await refresh(queries, [platformPath]);
          const now = known();
          if (before === undefined || now === undefined || now.revision === revision) throw problem;
          if (hashKey([of(before)]) !== hashKey([of(now)])) throw problem;
          revision = now.revision;
        }
      }
    },
    refreshes: [platformPath],
    onDone: () => {
      notify(saved);
      onDone();
    },
  });
}
