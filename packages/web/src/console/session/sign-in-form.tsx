import { PasswordInput, Stack, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { BusyButton } from '../../ui/busy-button.tsx';
import { useMessages } from '../../ui/language.tsx';
import { ProblemNotice } from '../api/problem-notice.tsx';
import { useTask } from '../api/use-task.ts';
import { useSession } from './session.tsx';
import { messages } from './sign-in.messages.ts';

interface SignInFormProps {
  /** The address that is filled in. */
  readonly email?: string | undefined;
  readonly onDone?: () => void;
}

/** E-mail address and password, as password managers know them. */
export function SignInForm({ email: known = '', onDone }: SignInFormProps) {
  const texts = useMessages(messages);
  const { signIn } = useSession();
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState('');
  const { run, running, problem } = useTask(async () => {
    await signIn({ email: email.trim(), password });
    onDone?.();
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    run();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <ProblemNotice problem={problem} />
        <TextInput
          type="email"
          name="email"
          autoComplete="username"
          required
          label={texts.email}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          data-autofocus={known === '' || undefined}
        />
        <PasswordInput
          name="password"
          autoComplete="current-password"
          required
          label={texts.password}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          data-autofocus={known !== '' || undefined}
        />
        <BusyButton type="submit" busy={running}>
          {texts.submit}
        </BusyButton>
      </Stack>
    </form>
  );
}
