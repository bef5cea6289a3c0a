import type { Role } from '@minigate/platform';
import { Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import type { SubmitEvent } from 'react';
import { BusyButton } from '../../ui/busy-button.tsx';
import { useMessages } from '../../ui/language.tsx';
import { fieldFaults } from '../api/field-faults.ts';
import { ProblemNotice } from '../api/problem-notice.tsx';
import { messages as frameMessages } from '../frame/frame.messages.ts';
import { useDraft } from '../session/use-draft.ts';
import { messages } from './members.messages.ts';
import { roleOptions } from './role-options.ts';

export interface Invitee {
  readonly email: string;
  readonly role: Role;
}

interface InviteFormProps {
  /** What the draft is called. */
  readonly draft: string;
  readonly withRole: boolean;
  readonly submit: string;
  /** What invites: a `useChange`. */
  readonly change: {
    readonly mutate: (invitee: Invitee, options: { onSuccess: () => void }) => void;
    readonly isPending: boolean;
    readonly error: Error | null;
  };
}

/** Whom to invite, and as what. */
export function InviteForm({ draft, withRole, submit, change }: InviteFormProps) {
  const { invitations: texts } = useMessages(messages);
  const { roles } = useMessages(frameMessages);
  const [email, setEmail, forgetEmail] = useDraft(`${draft}.invitee`, '');
  const [written, setRole, forgetRole] = useDraft(`${draft}.invitee-role`, 'developer');
  const role = roleOptions(roles).find(({ value }) => value === written)?.value ?? 'developer';
  const forget = () => {
    forgetEmail();
    forgetRole();
  };
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    if (!change.isPending) change.mutate({ email: email.trim(), role }, { onSuccess: forget });
  };
  return (
    <form onSubmit={send}>
      <Stack gap="sm">
        <ProblemNotice problem={change.error} />
        <Group align="flex-end" gap="xs">
          <TextInput
            flex="1 1 14rem"
            maw={420}
            type="email"
            label={texts.email}
            required
            autoComplete="off"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={fieldFaults(change.error)['email']}
          />
          {withRole && (
            <NativeSelect
              label={texts.role}
              value={role}
              data={roleOptions(roles)}
              onChange={(event) => setRole(event.currentTarget.value)}
            />
          )}
          <BusyButton type="submit" busy={change.isPending}>
            {submit}
          </BusyButton>
        </Group>
      </Stack>
    </form>
  );
}
