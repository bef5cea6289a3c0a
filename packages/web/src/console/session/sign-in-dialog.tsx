import { Stack, Text } from '@mantine/core';
import { Dialog } from '../../ui/dialog.tsx';
import { useMessages } from '../../ui/language.tsx';
import { useApi } from '../api/api-provider.tsx';
import { useSession } from './session.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { messages } from './sign-in.messages.ts';

/** Opens over whatever is on the page when the session has ended, and lets the calls go on that wait for a new one. */
export function SignInDialog({ opened }: { readonly opened: boolean }) {
  const texts = useMessages(messages);
  const { gate } = useApi();
  const { who } = useSession();
  // The press of Escape is over then: a dialog below does not take it for its own.
  const close = () => void setTimeout(() => gate.giveUp(), 0);
  return (
    <Dialog opened={opened} onClose={close} title={texts.ended} insistent topmost>
      <Stack>
        <Text size="sm">{texts.endedLead}</Text>
        <SignInForm email={who?.user.email} />
        <Text size="xs" c="dimmed">
          {texts.someoneElse}
        </Text>
      </Stack>
    </Dialog>
  );
}
