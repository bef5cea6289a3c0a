import type { DeliveredLink } from '@minigate/platform';
import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconLink, IconMail } from '@tabler/icons-react';
import { CopyButton } from '../../ui/copy-button.tsx';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { messages as words } from '../../ui/messages.ts';
import { messages } from './links.messages.ts';

interface LinkMadeProps {
  readonly link: DeliveredLink;
  readonly onDone: () => void;
}

/** A one-time link that was just made: to be handed on, or on its way by mail. It is shown this once. */
export function LinkMade({ link: { email, url, expiresAt }, onDone }: LinkMadeProps) {
  const { made: texts } = useMessages(messages);
  const { done } = useMessages(words);
  const format = useFormat();
  const until = format.moment(expiresAt);
  return (
    <Alert
      role="status"
      icon={url === null ? <IconMail aria-hidden /> : <IconLink aria-hidden />}
      title={url === null ? texts.mailed(email) : texts.shown(email)}
    >
      <Stack gap="xs" align="flex-start">
        {url !== null && (
          <Group gap={4} wrap="nowrap" maw="100%">
            <Code style={{ overflowWrap: 'anywhere' }}>{url}</Code>
            <CopyButton value={url} label={texts.copy} />
          </Group>
        )}
        <Text size="sm">{url === null ? texts.mailedLead(until) : texts.shownLead(until)}</Text>
        <Button size="xs" variant="default" onClick={onDone}>
          {done}
        </Button>
      </Stack>
    </Alert>
  );
}
