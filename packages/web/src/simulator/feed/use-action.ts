import { useMutation } from '@tanstack/react-query';
import { useMessages } from '../../ui/language.tsx';
import { messages } from '../../ui/messages.ts';
import { useNotify } from '../../ui/use-notify.ts';
import { ask } from './ask.ts';
import { SimulatorProblem } from './simulator-problem.ts';

export interface Action<B> {
  readonly perform: (body: B) => void;
  readonly busy: boolean;
}

/** Something that the simulator is asked to do. What it answers comes over the feed; a problem is shown. */
export function useAction<B>(method: 'POST' | 'PUT', path: string): Action<B> {
  const { failed } = useMessages(messages);
  const notify = useNotify();
  const { mutate, isPending } = useMutation({
    mutationFn: (body: B) => ask<unknown>(method, path, body),
    onError: (problem) => {
      const fix = problem instanceof SimulatorProblem ? problem.fix : undefined;
      notify(fix === undefined ? problem.message : `${problem.message} ${fix}`, {
        failed: true,
        title: failed,
      });
    },
  });
  return { perform: (body) => mutate(body), busy: isPending };
}
