import { Alert, Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { Dialog } from '../../../../ui/dialog.tsx';
import { useMessages } from '../../../../ui/language.tsx';
import { useHold } from '../../../frame/use-hold.ts';
import { messages } from './app-secret.messages.ts';

interface NewSecretDialogProps {
  /** Undefined while there is nothing to show. */
  readonly secret: string | undefined;
  readonly onClose: () => void;
}

/** Shows an AppSecret, this once. Who closes it without a copy is asked again, and so is who leaves the page. */
export function NewSecretDialog({ secret, onClose }: NewSecretDialogProps) {
  const { shown } = useMessages(messages);
  const [copied, setCopied] = useState(false);
  const [warned, setWarned] = useState(false);
  const opened = secret !== undefined;
  useHold(opened, () => setWarned(true));
  const leave = () => {
    setCopied(false);
    setWarned(false);
    onClose();
  };
  return (
    <Dialog
      opened={opened}
      onClose={() => (copied ? leave() : setWarned(true))}
      title={shown.title}
      width={620}
      insistent
    >
      <Stack>
        <Text size="sm">{shown.once}</Text>
        <Code block aria-label={shown.label} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {secret}
        </Code>
        {warned && !copied && (
          <Alert role="alert" color="orange" variant="light" icon={<IconAlertTriangle aria-hidden />}>
            <Stack gap="xs" align="flex-start">
              <Text size="sm">{shown.leave}</Text>
              <Button size="xs" variant="default" onClick={leave}>
                {shown.anyway}
              </Button>
            </Stack>
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <CopyButton value={secret ?? ''}>
            {({ copied: done, copy }) => (
              <Button
                variant={copied ? 'default' : 'filled'}
                leftSection={done ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
                onClick={() => {
                  copy();
                  setCopied(true);
                }}
                data-autofocus
              >
                {done ? shown.copied : shown.copy}
              </Button>
            )}
          </CopyButton>
          <Button variant={copied ? 'filled' : 'default'} onClick={leave}>
            {shown.stored}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
