import type { ReactNode } from 'react';
import { Loading } from '../../ui/states.tsx';
import { ProblemNotice } from './problem-notice.tsx';

interface ReadProps<T> {
  /** What reads it: a `useRead`. */
  readonly of: {
    readonly data: T | undefined;
    readonly error: Error | null;
    readonly refetch: () => Promise<unknown>;
  };
  readonly children: (data: T) => ReactNode;
}

/** What was read; until then that it is loading, or why it cannot be had. What was read before stays beside a problem. */
export function Read<T>({ of: { data, error, refetch }, children }: ReadProps<T>) {
  return (
    <>
      {error !== null && <ProblemNotice problem={error} onRetry={() => void refetch()} />}
      {data !== undefined && children(data)}
      {data === undefined && error === null && <Loading />}
    </>
  );
}
