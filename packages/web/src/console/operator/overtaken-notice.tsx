import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useMessages } from '../../ui/language.tsx';
import { messages } from './platform.messages.ts';

interface OvertakenNoticeProps {
  /** What the other one changed. */
  readonly children: ReactNode;
  /** Absent where both cannot be put together. */
  readonly onMerge?: () => void;
  readonly onKeepMine: () => void;
  readonly onTakeTheirs: () => void;
}

/** Says that somebody else has saved what is being edited, and lets choose. */
export function OvertakenNotice({ children, onMerge, onKeepMine, onTakeTheirs }: OvertakenNoticeProps) {
  const { overtaken: texts } = useMessages(messages);
  return (
    <Alert
      role="alert"
      color="orange"
      variant="light"
      title={texts.title}
      icon={<IconGitMerge aria-hidden />}
    >
      <Stack gap="sm">
        <Text size="sm">{texts.lead}</Text>
        <Text size="sm" fw={600}>
          {texts.theirs}
        </Text>
        {children}
        <Group gap="xs">
          {onMerge !== undefined && (
            <Button size="sm" onClick={onMerge}>
              {texts.merge}
            </Button>
          )}
          <Button size="sm" variant="default" onClick={onKeepMine}>
            {texts.keepMine}
          </Button>
          <Button size="sm" variant="default" onClick={onTakeTheirs}>
            {texts.takeTheirs}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
