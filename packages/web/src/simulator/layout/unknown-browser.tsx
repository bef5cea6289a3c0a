import { Button, Center, Group, Stack, Text, Title } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useMessages } from '../../ui/language.tsx';
import { PreferenceMenus } from '../../ui/preference-menu.tsx';
import { messages } from './layout.messages.ts';
import classes from './pane-tabs.module.css';

/**
 * Nobody is let in without the address that was printed: says how to get it.
 *
 * @param cover whether it lies over the page that was seen until then, and its dialogs
 */
export function UnknownBrowser({ cover = false }: { cover?: boolean }) {
  const texts = useMessages(messages);
  return (
    <div className={cover ? classes.cover : undefined}>
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
    </div>
  );
}
