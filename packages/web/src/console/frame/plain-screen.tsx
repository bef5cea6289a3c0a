import { Box, Center, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { PreferenceMenus } from '../../ui/preference-menu.tsx';
import { OfflineNotice } from '../../ui/states.tsx';
import { Brand } from './brand.tsx';
import { useTitle } from './use-title.ts';

interface PlainScreenProps {
  readonly title: string;
  readonly lead?: string;
  readonly children: ReactNode;
}

/** A screen for those who are not signed in yet: one card, no navigation. */
export function PlainScreen({ title, lead, children }: PlainScreenProps) {
  const heading = useTitle(title);
  return (
    <Box mih="100dvh">
      <Group component="header" px="md" h={56} justify="space-between">
        <Brand />
        <Group gap={4}>
          <PreferenceMenus />
        </Group>
      </Group>
      <Center component="main" px="md" py={{ base: 'md', sm: 64 }}>
        <Stack w="100%" maw={420}>
          <OfflineNotice />
          <Paper
            withBorder
            radius="md"
            p={{ base: 'md', sm: 'xl' }}
            // An e-mail address or a name is longer than the card of a phone.
            style={{ overflowWrap: 'anywhere' }}
          >
            <Stack>
              <Stack gap={4}>
                <Title order={1} size="h3" ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
                  {title}
                </Title>
                {lead !== undefined && (
                  <Text c="dimmed" size="sm">
                    {lead}
                  </Text>
                )}
              </Stack>
              {children}
            </Stack>
          </Paper>
        </Stack>
      </Center>
    </Box>
  );
}
