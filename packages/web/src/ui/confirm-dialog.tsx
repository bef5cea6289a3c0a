import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { BusyButton } from './busy-button.tsx';
import { Dialog } from './dialog.tsx';
import { useMessages } from './language.tsx';
import { messages } from './messages.ts';

interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What happens, and whether it can be taken back. */
  readonly children: ReactNode;
  /** The verb on the button. */
  readonly confirm: string;
  readonly onConfirm: () => void;
  /** Whether it cannot be taken back, or takes something from people. */
  readonly danger?: boolean;
  /** What has to be typed before it can be confirmed, such as a name. */
  readonly typed?: string;
  readonly running?: boolean;
  /** Why it did not work, shown in the dialog. */
  readonly problem?: ReactNode;
}

/** Asks before something happens. Escape and "Cancel" leave everything as it is. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { opened, onClose, title } = props;
  return (
    <Dialog opened={opened} onClose={onClose} title={title}>
      <Question {...props} />
    </Dialog>
  );
}

/** What stands in the dialog, begun anew each time that it opens. */
function Question({
  children,
  confirm,
  onConfirm,
  onClose,
  danger = false,
  typed,
  running = false,
  problem,
}: ConfirmDialogProps) {
  const texts = useMessages(messages);
  const [text, setText] = useState('');
  const ready = typed === undefined || text.trim() === typed.trim();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (ready && !running) onConfirm();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {typeof children === 'string' ? <Text size="sm">{children}</Text> : children}
        {typed !== undefined && (
          <TextInput
            label={texts.typeToConfirm(typed)}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
            data-autofocus
          />
        )}
        {problem}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <BusyButton
            type="submit"
            {...(danger ? { color: 'red.8' } : {})}
            disabled={!ready}
            busy={running}
            data-autofocus={typed === undefined || undefined}
          >
            {confirm}
          </BusyButton>
        </Group>
      </Stack>
    </form>
  );
}
