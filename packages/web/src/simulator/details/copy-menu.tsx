import { ActionIcon, Menu } from '@mantine/core';
import { IconCopy, IconLink, IconLock, IconTerminal2, IconTextCaption } from '@tabler/icons-react';
import { type Entry, toCurl } from '@minigate/runtime/inspector';
import { useEffect } from 'react';
import { useMessages } from '../../ui/language.tsx';
import { RefusedCopy } from '../../ui/refused-copy.tsx';
import { useCopy } from '../../ui/use-copy.ts';
import { useNotify } from '../../ui/use-notify.ts';
import { messages } from './details.messages.ts';

/** What of a call can be taken along. */
export function CopyMenu({ entry }: { entry: Entry }) {
  const texts = useMessages(messages);
  const copying = useCopy();
  const { copy: take, copied } = copying;
  const notify = useNotify();
  useEffect(() => {
    if (copied) notify(texts.copied);
  }, [copied, notify, texts.copied]);
  const answer = entry.body?.content;
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={texts.copy} title={texts.copy}>
            <IconCopy size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconTerminal2 size={14} aria-hidden />}
            onClick={() => take(toCurl(entry))}
          >
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
      <RefusedCopy of={copying} />
    </>
  );
}
