import { Group, TextInput } from '@mantine/core';
import type { SubmitEvent } from 'react';
import { BusyButton } from '../../ui/busy-button.tsx';
import { useMessages } from '../../ui/language.tsx';
import { messages } from '../../ui/messages.ts';
import { fieldFaults } from '../api/field-faults.ts';
import { ProblemNotice } from '../api/problem-notice.tsx';
import { useDraft } from '../session/use-draft.ts';

interface NameFormProps {
  /** What the draft is called: the id of what has the name. */
  readonly draft: string;
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
  draft,
  label,
  name: known,
  longest,
  autoComplete = 'off',
  disabled = false,
  change,
}: NameFormProps) {
  const { save } = useMessages(messages);
  const [name, write, forget] = useDraft(`${draft}.name`, known);
  const same = name.trim() === known || name.trim() === '';
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!change.isPending && !same) change.mutate(name.trim(), { onSuccess: forget });
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
          onChange={(event) => write(event.currentTarget.value)}
          error={fieldFaults(change.error)['name']}
          readOnly={disabled}
        />
        <BusyButton type="submit" variant="default" busy={change.isPending} disabled={disabled || same}>
          {save}
        </BusyButton>
      </Group>
    </form>
  );
}
