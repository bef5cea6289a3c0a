import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import type { SubmitEvent } from 'react';
import { BusyButton } from '../../ui/busy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useMessages } from '../../ui/language.tsx';
import { messages } from '../../ui/messages.ts';
import { fieldFaults } from '../api/field-faults.ts';
import { ProblemNotice } from '../api/problem-notice.tsx';
import type { DraftedText } from '../session/use-draft.ts';

interface NameDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly lead?: string;
  readonly label: string;
  /** What is typed. Whoever takes the name forgets it. */
  readonly draft: DraftedText;
  readonly submit: string;
  /** What takes the name: a `useChange`. */
  readonly change: {
    readonly mutate: (name: string) => void;
    readonly isPending: boolean;
    readonly error: Error | null;
  };
}

/** Asks for a name, and keeps what was typed until it was taken, or somebody cancels. */
export function NameDialog(props: NameDialogProps) {
  const { opened, onClose, title } = props;
  return (
    <Dialog opened={opened} onClose={onClose} title={title}>
      <NameForm {...props} />
    </Dialog>
  );
}

function NameForm({ onClose, lead, label, draft: [name, setName, forget], submit, change }: NameDialogProps) {
  const { cancel } = useMessages(messages);
  const fault = fieldFaults(change.error)['name'];
  const leave = () => {
    forget();
    onClose();
  };
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    if (!change.isPending) change.mutate(name.trim());
  };
  return (
    <form onSubmit={send}>
      <Stack>
        {lead !== undefined && <Text size="sm">{lead}</Text>}
        <ProblemNotice problem={change.error} />
        <TextInput
          label={label}
          required
          maxLength={60}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fault}
          data-autofocus
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={leave}>
            {cancel}
          </Button>
          <BusyButton type="submit" busy={change.isPending} disabled={name.trim() === ''}>
            {submit}
          </BusyButton>
        </Group>
      </Stack>
    </form>
  );
}
