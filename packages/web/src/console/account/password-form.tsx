import { Group, PasswordInput, Stack } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { BusyButton } from '../../ui/busy-button.tsx';
import { useMessages } from '../../ui/language.tsx';
import { Section } from '../../ui/section.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import { ProblemNotice } from '../api/problem-notice.tsx';
import { useChange } from '../api/use-change.ts';
import { NewPassword } from '../session/new-password.tsx';
import { messages } from './account.messages.ts';

/** Changes the own password, for which the present one is asked. */
export function PasswordForm({ email }: { email: string }) {
  const { password: texts } = useMessages(messages);
  const notify = useNotify();
  const [present, setPresent] = useState('');
  const [next, setNext] = useState('');
  const change = useChange<void, void>({
    change: (call) => call('PUT', '/console/v1/account/password', { present, next }),
    refreshes: ['/console/v1/account/sessions'],
    onDone: () => {
      setPresent('');
      setNext('');
      notify(texts.done);
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!change.isPending) change.mutate();
  };
  return (
    <Section title={texts.title} lead={texts.lead}>
      <form onSubmit={submit}>
        <Stack maw={420}>
          <ProblemNotice problem={change.error} />
          <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
          <PasswordInput
            label={texts.present}
            name="present"
            autoComplete="current-password"
            required
            value={present}
            onChange={(event) => setPresent(event.currentTarget.value)}
          />
          <NewPassword value={next} onChange={setNext} />
          <Group>
            <BusyButton type="submit" variant="default" busy={change.isPending}>
              {texts.submit}
            </BusyButton>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
