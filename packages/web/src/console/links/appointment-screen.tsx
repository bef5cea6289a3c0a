import { Button, Stack, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { Link } from 'wouter';
import { BusyButton } from '../../ui/busy-button.tsx';
import { useMessages } from '../../ui/language.tsx';
import { fieldFaults } from '../api/field-faults.ts';
import { ProblemNotice } from '../api/problem-notice.tsx';
import { useChange } from '../api/use-change.ts';
import { PlainScreen } from '../frame/plain-screen.tsx';
import { NewPassword } from '../session/new-password.tsx';
import { useSession } from '../session/session.tsx';
import { GoneLink } from './gone-link.tsx';
import { messages } from './links.messages.ts';

/** Becomes an operator by a one-time link. */
export function AppointmentScreen({ secret }: { secret: string | undefined }) {
  const { appointment: texts, invitation, reset } = useMessages(messages);
  const [name, setName] = useState('');
  const { recheck } = useSession();
  const [password, setPassword] = useState('');
  const use = useChange<void, void>({
    change: (call) => call('POST', '/console/v1/appointments/use', { secret, name: name.trim(), password }),
    onDone: () => void recheck(),
  });
  if (secret === undefined) return <GoneLink />;
  if (use.isSuccess) {
    return (
      <PlainScreen title={texts.doneTitle} lead={reset.done}>
        <Button component={Link} href="/">
          {reset.toSignIn}
        </Button>
      </PlainScreen>
    );
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!use.isPending) use.mutate();
  };
  return (
    <PlainScreen title={texts.title} lead={texts.lead}>
      <form onSubmit={submit}>
        <Stack>
          <ProblemNotice problem={use.error} />
          <TextInput
            label={invitation.name}
            name="name"
            autoComplete="name"
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={fieldFaults(use.error)['name']}
          />
          <NewPassword value={password} onChange={setPassword} />
          <BusyButton type="submit" busy={use.isPending}>
            {texts.submit}
          </BusyButton>
        </Stack>
      </form>
    </PlainScreen>
  );
}
