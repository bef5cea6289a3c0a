import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useMessages } from './language.tsx';
import { messages } from './messages.ts';
import { RefusedCopy } from './refused-copy.tsx';
import { useCopy } from './use-copy.ts';

interface CopyButtonProps {
  readonly value: string;
  /** What is copied, for those who cannot see it. */
  readonly label?: string;
}

/** Puts a text on the clipboard, and says so; where the browser does not let it, the text is shown to be copied by hand. */
export function CopyButton({ value, label }: CopyButtonProps) {
  const { copy, copied: done } = useMessages(messages);
  const copying = useCopy();
  const name = copying.copied ? done : (label ?? copy);
  return (
    <>
      <Tooltip label={name}>
        <ActionIcon variant="subtle" color="gray" onClick={() => copying.copy(value)} aria-label={name}>
          {copying.copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
        </ActionIcon>
      </Tooltip>
      <RefusedCopy of={copying} />
    </>
  );
}
