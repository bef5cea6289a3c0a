import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTitle } from './use-title.ts';

interface ScreenProps {
  readonly title: string;
  /** What the screen is for, in a sentence. */
  readonly lead?: ReactNode;
  /** What can be done with the whole of it, at the end of the heading's line. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** One screen of the console, under its only first heading. */
export function Screen({ title, lead, actions, children }: ScreenProps) {
  const heading = useTitle(title);
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={4} miw={0} flex="1 1 16rem">
          <Title
            order={1}
            size="h2"
            ref={heading}
            tabIndex={-1}
            style={{ outline: 'none', overflowWrap: 'anywhere' }}
          >
            {title}
          </Title>
          {lead !== undefined && (
            <Text component="div" c="dimmed" maw={720} style={{ textWrap: 'pretty' }}>
              {lead}
            </Text>
          )}
        </Stack>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}
