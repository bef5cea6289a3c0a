import { useMutation } from '@tanstack/react-query';

interface Task {
  readonly run: () => void;
  readonly running: boolean;
  /** What was thrown the last time. */
  readonly problem: Error | null;
  readonly forget: () => void;
}

/** Something that takes a while and may fail, begun by a person. A second beginning while it runs does nothing. */
export function useTask(work: () => Promise<void>): Task {
  const { mutate, isPending, error, reset } = useMutation({ mutationFn: work });
  return {
    run: () => {
      if (!isPending) mutate();
    },
    running: isPending,
    problem: error,
    forget: reset,
  };
}
