import { Button, Group } from '@mantine/core';
import { useMessages } from '../../ui/language.tsx';
import { messages } from './frame.messages.ts';
import { Screen } from './screen.tsx';

/** A screen that could not be shown. */
export function FaultScreen() {
  const { fault } = useMessages(messages);
  return (
    <Screen title={fault.title} lead={fault.lead}>
      <Group>
        <Button onClick={() => window.location.reload()}>{fault.reload}</Button>
      </Group>
    </Screen>
  );
}
