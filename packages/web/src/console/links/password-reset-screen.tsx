import { Button, Stack } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { Link } from 'wouter';
import { BusyButton } from '../../ui/busy-button.tsx';
import { useMessages } from '../../ui/language.tsx';
import { ProblemNotice } from '../api/problem-notice.tsx';
import { useChange } from '../api/use-change.ts';
import { PlainScreen } from '../frame/plain-screen.tsx';
import { NewPassword } from '../session/new-password.tsx';
import { useSession } from '../session/session.tsx';
import { GoneLink } from './gone-link.tsx';
import { messages } from './links.messages.ts';

/** Chooses a new password by a one-time link. */
export function PasswordResetScreen({ secret }: { secret: string | undefined }) {
  const { reset: texts } = useMessages(messages);
  const { recheck } = useSession();
  const [password, setPassword] = useState('');
  const use = useChange<void, void>({
    change: (call) => call('POST', '/console/v1/password-resets/use', { secret, password }),
    onDone: () => void recheck(),
  });
  if (secret === undefined) return <GoneLink />;
  if (use.isSuccess) {
    return (
      <PlainScreen title={texts.doneTitle} lead={texts.done}>
        <Button component={Link} href="/">
          {texts.toSignIn}
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
          <NewPassword value={password} onChange={setPassword} />
          <BusyButton type="submit" busy={use.isPending}>
            {texts.submit}
          </BusyButton>
        </Stack>
      </form>
    </PlainScreen>
  );
}
