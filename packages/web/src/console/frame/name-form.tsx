import { Button, Group, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useMessages } from '../../ui/language.tsx';
import { messages } from '../../ui/messages.ts';
import { fieldFaults } from '../api/field-faults.ts';
import { ProblemNotice } from '../api/problem-notice.tsx';

interface NameFormProps {
  readonly label: string;
  /** The name that is there. */
  readonly name: string;
  readonly longest: number;
  readonly autoComplete?: string;
  /** Whether it may not be changed. */
  readonly disabled?: boolean;
  /** What takes the name: a `useChange`. */
  readonly change: {
    readonly mutate: (name: string, options: { onSuccess: () => void }) => void;
    readonly isPending: boolean;
    readonly error: Error | null;
  };
}

/** A name that can be changed where it stands. What was typed stays, also where somebody else changes it meanwhile. */
export function NameForm({
  label,
  name: known,
  longest,
  autoComplete = 'off',
  disabled = false,
  change,
}: NameFormProps) {
  const { save } = useMessages(messages);
  const [typed, setTyped] = useState<string>();
  const name = typed ?? known;
  const same = name.trim() === known || name.trim() === '';
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!change.isPending && !same) change.mutate(name.trim(), { onSuccess: () => setTyped(undefined) });
  };
  return (
    <form onSubmit={submit}>
      <ProblemNotice problem={change.error} />
      <Group align="flex-end" gap="xs" mt={change.error === null ? 0 : 'sm'}>
        <TextInput
          flex="1 1 14rem"
          maw={420}
          label={label}
          required={!disabled}
          maxLength={longest}
          autoComplete={autoComplete}
          value={name}
          onChange={(event) => setTyped(event.currentTarget.value)}
          error={fieldFaults(change.error)['name']}
          readOnly={disabled}
        />
        <Button type="submit" variant="default" loading={change.isPending} disabled={disabled || same}>
          {save}
        </Button>
      </Group>
    </form>
  );
}
