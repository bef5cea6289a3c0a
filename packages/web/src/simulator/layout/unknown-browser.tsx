import { Button, Center, Group, Stack, Text, Title } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useMessages } from '../../ui/language.tsx';
import { PreferenceMenus } from '../../ui/preference-menu.tsx';
import { messages } from './layout.messages.ts';

/** Nobody is let in without the address that was printed: says how to get it. */
export function UnknownBrowser() {
  const texts = useMessages(messages);
  return (
    <>
      <Group component="header" justify="flex-end" p="xs" gap={4}>
        <PreferenceMenus />
      </Group>
      <Center component="main" p="xl">
        <Stack maw={520} align="flex-start">
          <IconKey size={32} aria-hidden />
          <Title order={1} size="h3">
            {texts.unknownTitle}
          </Title>
          <Text>{texts.unknownText}</Text>
          <Button variant="default" onClick={() => location.reload()}>
            {texts.unknownRetry}
          </Button>
        </Stack>
      </Center>
    </>
  );
}
