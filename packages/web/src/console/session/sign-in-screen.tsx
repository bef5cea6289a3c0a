import { Anchor, Text } from '@mantine/core';
import { Link } from 'wouter';
import { useMessages } from '../../ui/language.tsx';
import { PlainScreen } from '../frame/plain-screen.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { messages } from './sign-in.messages.ts';

/** Shown in the place of every screen that needs somebody to be signed in. The place stays in the address. */
export function SignInScreen() {
  const texts = useMessages(messages);
  return (
    <PlainScreen title={texts.title} lead={texts.lead}>
      <SignInForm />
      <Anchor component={Link} href="/forgot-password" size="sm">
        {texts.forgot}
      </Anchor>
      <Text size="sm" c="dimmed">
        {texts.noAccount}
      </Text>
    </PlainScreen>
  );
}
