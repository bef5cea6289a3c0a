import { Button, Group, Menu, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconDownload, IconFileImport, IconLock } from '@tabler/icons-react';
import { routes } from '@minigate/runtime/simulator/protocol';
import { useRef } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import { useMessages } from '../../ui/language.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import { messages as words } from '../../ui/messages.ts';
import { saveFile } from '../../ui/save-file.ts';
import { askFile } from '../feed/ask.ts';
import { messages } from './network.messages.ts';

interface HarMenuProps {
  readonly onFile: (file: File) => void;
}

/** Saves the calls as a HAR file, or opens one. */
export function HarMenu({ onFile }: HarMenuProps) {
  const { har: texts } = useMessages(messages);
  const notify = useNotify();
  const { cancel } = useMessages(words);
  const [asking, { open, close }] = useDisclosure();
  const input = useRef<HTMLInputElement>(null);
  const save = async (secrets: boolean) => {
    close();
    try {
      saveFile('minigate.har', await askFile(`${routes.har}${secrets ? '?secrets=1' : ''}`));
    } catch (problem) {
      const message = problem instanceof Error ? problem.message : String(problem);
      notify(message, { failed: true, title: texts.saveFailed });
    }
  };
  return (
    <>
      <Menu>
        <Menu.Target>
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            aria-label={texts.menu}
            rightSection={<IconChevronDown size={12} aria-hidden />}
          >
            HAR
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconDownload size={14} aria-hidden />} onClick={() => void save(false)}>
            {texts.save}
          </Menu.Item>
          <Menu.Item leftSection={<IconLock size={14} aria-hidden />} onClick={open}>
            {texts.saveSecrets}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconFileImport size={14} aria-hidden />}
            onClick={() => input.current?.click()}
          >
            {texts.open}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <input
        ref={input}
        type="file"
        accept=".har,.json,application/json"
        aria-label={texts.open}
        hidden
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file !== undefined) onFile(file);
          currentTarget.value = '';
        }}
      />
      <Dialog opened={asking} onClose={close} title={texts.secretsTitle}>
        <Stack>
          <Text size="sm">{texts.secretsText}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {cancel}
            </Button>
            <Button color="red" onClick={() => void save(true)}>
              {texts.secretsDo}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}
