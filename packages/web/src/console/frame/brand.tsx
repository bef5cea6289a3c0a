import { Anchor, Group, Text } from '@mantine/core';
import { Link } from 'wouter';
import { useMessages } from '../../ui/language.tsx';
import { messages } from './frame.messages.ts';

/** The name of the page, and the way to its beginning. */
export function Brand() {
  const { brand } = useMessages(messages);
  return (
    <Anchor component={Link} href="/" underline="never" c="inherit">
      <Group gap="xs" wrap="nowrap">
        <img src="/minigate.svg" alt="" width={24} height={24} />
        <Text fw={650} component="span">
          {brand}
        </Text>
      </Group>
    </Anchor>
  );
}
