import { Button, Group } from '@mantine/core';
import { Link } from 'wouter';
import { useMessages } from '../../ui/language.tsx';
import { messages } from './frame.messages.ts';
import { Screen } from './screen.tsx';

/** A place that does not exist, or not for the one who asks. */
export function NotFoundScreen() {
  const { notFound } = useMessages(messages);
  return (
    <Screen title={notFound.title} lead={notFound.lead}>
      <Group>
        <Button component={Link} href="/">
          {notFound.home}
        </Button>
      </Group>
    </Screen>
  );
}
