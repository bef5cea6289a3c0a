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

/** A change of one part. */
interface PlatformChange<V> {
  /** What was in force when the change was looked at. */
  readonly reviewed: PlatformView;
  readonly set: V;
}

/**
 * Sets a part of it. Where somebody was faster it is read anew: if this part is still as it was reviewed it is set all
 * the same, otherwise the difference is seen.
 */
export function usePlatformChange<V extends object>(
  { path, of }: PlatformPart,
  onDone: () => void,
): UseMutationResult<PlatformView, Error, PlatformChange<V>> {
  const { saved } = useMessages(messages);
  const queries = useQueryClient();
  const notify = useNotify();
  return useChange<PlatformChange<V>, PlatformView>({
    change: async (call, { reviewed, set }) => {
      let { revision } = reviewed;
      for (;;) {
        try {
          return await call<PlatformView>('PUT', `${platformPath}/${path}`, { ...set, revision });
        } catch (problem) {
          if (!hasCode(problem, 'CONFLICT')) throw problem;
          await refresh(queries, [platformPath]);
          const now = queries.getQueryData<PlatformView>(['read', platformPath]);
          if (now === undefined || now.revision === revision) throw problem;
          if (hashKey([of(reviewed)]) !== hashKey([of(now)])) throw problem;
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
