import { Button, Group, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useMessages } from '../../ui/language.tsx';
import { ProblemNotice } from '../api/problem-notice.tsx';
import { hasCode } from '../api/api-problem.ts';
import { messages } from './platform.messages.ts';

interface ReviewBarProps {
  readonly dirty: boolean;
  /** Whether what is written can be saved: not while it is a change of something that another one has replaced. */
  readonly ready: boolean;
  /** What saving changes, and what that means. */
  readonly children: ReactNode;
  readonly change: {
    readonly mutate: (
      value: undefined,
      options: { onSuccess: () => void; onError: (problem: Error) => void },
    ) => void;
    readonly isPending: boolean;
    readonly error: Error | null;
    readonly reset: () => void;
  };
  readonly onDiscard: () => void;
}

/** Saves after a look at the difference, as it was looked at: where that is overtaken meanwhile the look is over. */
export function ReviewBar({ dirty, ready, children, change, onDiscard }: ReviewBarProps) {
  const texts = useMessages(messages);
  const [open, setOpen] = useState(false);
  if (open && !(dirty && ready)) setOpen(false);
  const close = () => {
    change.reset();
    setOpen(false);
  };
  const save = () =>
    change.mutate(undefined, {
      onSuccess: close,
      // What the other one has saved is seen behind the dialog.
      onError: (problem) => {
        if (hasCode(problem, 'CONFLICT')) close();
      },
    });
  return (
    <>
      {!open && <ProblemNotice problem={change.error} />}
      <Group gap="xs">
        <Button disabled={!dirty || !ready} onClick={() => setOpen(true)}>
          {texts.review}
        </Button>
        {dirty && (
          <Button variant="default" onClick={onDiscard}>
            {texts.discard}
          </Button>
        )}
        <Text size="sm" c="dimmed" role="status">
          {dirty && texts.unsaved}
        </Text>
      </Group>
      <ConfirmDialog
        opened={open}
        onClose={close}
        title={texts.reviewTitle}
        confirm={texts.save}
        onConfirm={save}
        running={change.isPending}
        problem={<ProblemNotice problem={change.error} />}
      >
        {children}
      </ConfirmDialog>
    </>
  );
}
