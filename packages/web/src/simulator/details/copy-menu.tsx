import { ActionIcon, Menu, Textarea } from '@mantine/core';
import { IconCopy, IconLink, IconLock, IconTerminal2, IconTextCaption } from '@tabler/icons-react';
import { type Entry, toCurl } from '@minigate/runtime/inspector';
import { useState } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import { useMessages } from '../../ui/language.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import { messages } from './details.messages.ts';

/** What of a call can be taken along. */
export function CopyMenu({ entry }: { entry: Entry }) {
  const texts = useMessages(messages);
  const notify = useNotify();
  /** What the clipboard has not taken. */
  const [left, setLeft] = useState<string>();
  const take = (text: string) => {
    navigator.clipboard.writeText(text).then(
      () => notify(texts.copied),
      () => setLeft(text),
    );
  };
  return (
    <>
      <Choices entry={entry} onTake={take} />
      <Dialog opened={left !== undefined} onClose={() => setLeft(undefined)} title={texts.notCopied}>
        <Textarea
          label={texts.copyByHand}
          value={left ?? ''}
          readOnly
          rows={8}
          data-autofocus
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
      </Dialog>
    </>
  );
}

interface ChoicesProps {
  readonly entry: Entry;
  readonly onTake: (text: string) => void;
}

function Choices({ entry, onTake: take }: ChoicesProps) {
  const texts = useMessages(messages);
  const answer = entry.body?.content;
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={texts.copy} title={texts.copy}>
          <IconCopy size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconTerminal2 size={14} aria-hidden />} onClick={() => take(toCurl(entry))}>
          {texts.copyCurl}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLock size={14} aria-hidden />}
          onClick={() => take(toCurl(entry, 0, { secrets: true }))}
        >
          {texts.copyCurlSecrets}
        </Menu.Item>
        <Menu.Item leftSection={<IconLink size={14} aria-hidden />} onClick={() => take(entry.url)}>
          {texts.copyUrl}
        </Menu.Item>
        {typeof answer === 'string' && (
          <Menu.Item leftSection={<IconTextCaption size={14} aria-hidden />} onClick={() => take(answer)}>
            {texts.copyAnswer}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
