import { Alert, Button, Center, Group, Loader, Stack, Text } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import { IconAlertTriangle, IconWifiOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useMessages } from './language.tsx';
import { messages } from './messages.ts';

/** Something is being fetched. */
export function Loading() {
  const { loading } = useMessages(messages);
  return (
    <Center p="xl" role="status">
      <Group gap="sm">
        <Loader size="sm" aria-hidden />
        <Text c="dimmed">{loading}</Text>
      </Group>
    </Center>
  );
}

interface EmptyProps {
  readonly title: string;
  /** What to do about it. */
  readonly children?: ReactNode;
}

/** There is nothing yet: says what would be here, and how it comes here. */
export function Empty({ title, children }: EmptyProps) {
  return (
    <Center p="xl">
      <Stack gap="xs" align="center" maw={480}>
        <Text fw={600}>{title}</Text>
        {typeof children === 'string' ? (
          <Text size="sm" c="dimmed" ta="center" style={{ textWrap: 'pretty' }}>
            {children}
          </Text>
        ) : (
          children
        )}
      </Stack>
    </Center>
  );
}

interface ProblemProps {
  readonly title?: string;
  /** What happened, and what to do. */
  readonly message: string;
  readonly fix?: string | undefined;
  readonly onRetry?: () => void;
}

/** Something went wrong: what, why, and what to do. */
export function Problem({ title, message, fix, onRetry }: ProblemProps) {
  const texts = useMessages(messages);
  return (
    <Alert
      role="alert"
      variant="light"
      color="red"
      title={title ?? texts.failed}
      icon={<IconAlertTriangle aria-hidden />}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{message}</Text>
        {fix !== undefined && <Text size="sm">{fix}</Text>}
        {onRetry !== undefined && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {texts.retry}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** Says so where the browser has no connection. */
export function OfflineNotice() {
  const { online } = useNetwork();
  const { offline } = useMessages(messages);
  if (online) return null;
  return (
    <Alert role="status" color="yellow" icon={<IconWifiOff aria-hidden />}>
      {offline}
    </Alert>
  );
}
