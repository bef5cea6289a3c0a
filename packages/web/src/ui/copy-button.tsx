import { ActionIcon, CopyButton as Copy, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useMessages } from './language.tsx';
import { messages } from './messages.ts';

interface CopyButtonProps {
  readonly value: string;
  /** What is copied, for those who cannot see it. */
  readonly label?: string;
}

/** Puts a text on the clipboard, and says so. */
export function CopyButton({ value, label }: CopyButtonProps) {
  const { copy, copied: done } = useMessages(messages);
  return (
    <Copy value={value} timeout={2000}>
      {({ copied, copy: perform }) => (
        <Tooltip label={copied ? done : (label ?? copy)}>
          <ActionIcon
            variant="subtle"
            color="gray"
            onClick={perform}
            aria-label={copied ? done : (label ?? copy)}
          >
            {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          </ActionIcon>
        </Tooltip>
      )}
    </Copy>
  );
}
