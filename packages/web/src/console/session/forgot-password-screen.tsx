import { Alert, Anchor, Stack, Text, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { Link } from 'wouter';
import { BusyButton } from '../../ui/busy-button.tsx';
import { useMessages } from '../../ui/language.tsx';
import { hasCode } from '../api/api-problem.ts';
import { ProblemNotice } from '../api/problem-notice.tsx';
import { useChange } from '../api/use-change.ts';
import { PlainScreen } from '../frame/plain-screen.tsx';
import { messages } from './sign-in.messages.ts';

/** Asks for a reset link by mail. The answer does not tell whether the address has an account. */
export function ForgotPasswordScreen() {
  const texts = useMessages(messages);
  const [email, setEmail] = useState('');
  const ask = useChange<string, void>({
    change: (call, address) => call('POST', '/console/v1/password-resets', { email: address }),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!ask.isPending) ask.mutate(email.trim());
  };
  return (
    <PlainScreen title={ask.isSuccess ? texts.sentTitle : texts.forgotTitle} lead={texts.forgotLead}>
      {ask.isSuccess ? (
        <Text role="status">{texts.sent(ask.variables)}</Text>
      ) : (
        <form onSubmit={submit}>
          <Stack>
            {hasCode(ask.error, 'NO_MAIL_SERVER') ? (
              <Alert role="alert" color="yellow">
                {texts.noMail}
              </Alert>
            ) : (
              <ProblemNotice problem={ask.error} />
            )}
            <TextInput
              type="email"
              name="email"
              autoComplete="username"
              required
              label={texts.email}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <BusyButton type="submit" busy={ask.isPending}>
              {texts.forgotSubmit}
            </BusyButton>
          </Stack>
        </form>
      )}
      <Anchor component={Link} href="/" size="sm">
        {texts.back}
      </Anchor>
    </PlainScreen>
  );
}
