import { useSingle } from './use-single.ts';

interface Task {
  readonly run: () => void;
  readonly running: boolean;
  /** What was thrown the last time. */
  readonly problem: Error | null;
  readonly forget: () => void;
}

/** Something that takes a while and may fail, begun by a person. A second beginning while it runs does nothing. */
export function useTask(work: () => Promise<void>): Task {
  const { mutate, isPending, error, reset } = useSingle<void, void>({ mutationFn: work });
  return {
    run: () => mutate(),
    running: isPending,
    problem: error,
    forget: reset,
  };
}
