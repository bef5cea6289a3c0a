import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { Dialog } from '../../../../ui/dialog.tsx';
import { useMessages } from '../../../../ui/language.tsx';
import { messages as words } from '../../../../ui/messages.ts';
import { useCopy } from '../../../../ui/use-copy.ts';
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
  const { copyRefused } = useMessages(words);
  const { copy, copied: done, refused, forget } = useCopy();
  const [copied, setCopied] = useState(false);
  const [warned, setWarned] = useState(false);
  const text = useRef<HTMLElement>(null);
  const opened = secret !== undefined;
  if (done && !copied) setCopied(true);
  useEffect(() => {
    if (refused !== undefined && text.current !== null) getSelection()?.selectAllChildren(text.current);
  }, [refused]);
  useHold(opened, () => setWarned(true));
  const leave = () => {
    forget();
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
        <Code
          block
          ref={text}
          aria-label={shown.label}
          style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
        >
          {secret}
        </Code>
        {refused !== undefined && (
          <Alert
            role="alert"
            color="orange"
            variant="light"
            title={copyRefused.title}
            icon={<IconAlertTriangle aria-hidden />}
          >
            {shown.byHand}
          </Alert>
        )}
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
          <Button
            variant={copied ? 'default' : 'filled'}
            leftSection={done ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
            onClick={() => copy(secret ?? '')}
            data-autofocus
          >
            {done ? shown.copied : shown.copy}
          </Button>
          <Button variant={copied ? 'filled' : 'default'} onClick={leave}>
            {shown.stored}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
