import { Alert, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { BusyButton } from '../../ui/busy-button.tsx';
import { useMessages } from '../../ui/language.tsx';
import { useCall } from '../api/api-provider.tsx';
import { hasCode } from '../api/api-problem.ts';
import { fieldFaults } from '../api/field-faults.ts';
import { ProblemNotice } from '../api/problem-notice.tsx';
import { useTask } from '../api/use-task.ts';
import { NewPassword } from '../session/new-password.tsx';
import { useSession } from '../session/session.tsx';
import { SignInForm } from '../session/sign-in-form.tsx';
import { messages } from './links.messages.ts';

interface NewcomerFormsProps {
  readonly secret: string;
  /** The invited address. */
  readonly email: string;
}

/** A new account, or signing in: the platform does not tell beforehand whether the address has an account. */
export function NewcomerForms({ secret, email }: NewcomerFormsProps) {
  const { invitation: texts } = useMessages(messages);
  const { signIn } = useSession();
  const call = useCall();
  const [way, setWay] = useState<'new' | 'known'>('new');
  const [made, setMade] = useState(false);
  const [exists, setExists] = useState(false);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const signUp = useTask(async () => {
    // An invitation makes one account: what failed behind it is repeated without it.
    if (!made) await call('POST', '/console/v1/accounts', { secret, name: name.trim(), password });
    setMade(true);
    await signIn({ email, password }).catch((problem: unknown) => {
      if (!hasCode(problem, 'WRONG_CREDENTIALS')) throw problem;
      setExists(true);
      setWay('known');
    });
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    signUp.run();
  };
  return (
    <Stack>
      <SegmentedControl
        fullWidth
        aria-label={texts.title}
        value={way}
        onChange={(chosen) => setWay(chosen === 'known' ? 'known' : 'new')}
        data={[
          { value: 'new', label: texts.newAccount },
          { value: 'known', label: texts.known },
        ]}
      />
      {exists && way === 'known' && (
        <Alert role="alert" color="yellow">
          {texts.exists}
        </Alert>
      )}
      {way === 'known' ? (
        <SignInForm email={email} />
      ) : (
        <form onSubmit={submit}>
          <Stack>
            <ProblemNotice problem={signUp.problem} />
            <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
            <TextInput
              label={texts.name}
              name="name"
              autoComplete="name"
              required
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={fieldFaults(signUp.problem)['name']}
            />
            <NewPassword value={password} onChange={setPassword} />
            <BusyButton type="submit" busy={signUp.running}>
              {texts.signUp}
            </BusyButton>
          </Stack>
        </form>
      )}
    </Stack>
  );
}
