import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import { useMessages } from '../../ui/language.tsx';
import { messages } from '../../ui/messages.ts';
import { fieldFaults } from '../api/field-faults.ts';
import { ProblemNotice } from '../api/problem-notice.tsx';

interface NameDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly lead?: string;
  readonly label: string;
  readonly initial?: string;
  readonly submit: string;
  /** What takes the name: a `useChange`. */
  readonly change: {
    readonly mutate: (name: string) => void;
    readonly isPending: boolean;
    readonly error: Error | null;
  };
}

/** Asks for a name, and keeps what was typed until it was taken. */
export function NameDialog(props: NameDialogProps) {
  const { opened, onClose, title } = props;
  return (
    <Dialog opened={opened} onClose={onClose} title={title}>
      <NameForm {...props} />
    </Dialog>
  );
}

function NameForm({ onClose, lead, label, initial = '', submit, change }: NameDialogProps) {
  const { cancel } = useMessages(messages);
  const [name, setName] = useState(initial);
  const fault = fieldFaults(change.error)['name'];
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
          <Button variant="default" onClick={onClose}>
            {cancel}
          </Button>
          <Button type="submit" loading={change.isPending} disabled={name.trim() === ''}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
