import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import { useMessages } from '../../ui/language.tsx';
import { PlainScreen } from '../frame/plain-screen.tsx';
import { messages } from './links.messages.ts';

/** Shown where a link was opened whose secret is not there any more. */
export function GoneLink() {
  const { gone, invitation } = useMessages(messages);
  return (
    <PlainScreen title={gone.title} lead={gone.lead}>
      <Anchor component={Link} href="/" size="sm">
        {invitation.home}
      </Anchor>
    </PlainScreen>
  );
}
