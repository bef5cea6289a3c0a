import { Button, Group, Stack, Text } from '@mantine/core';
import { IconClipboardList, IconPlus } from '@tabler/icons-react';
import type { ListName } from '@minigate/policy';
import { useCallback, useRef, useState } from 'react';
import { useFormat, useMessages } from '../../../../ui/language.tsx';
import { entriesOf } from './draft.ts';
import { EntryRow } from './entry-row.tsx';
import { readPasted } from './paste.ts';
import { PasteDialog } from './paste-dialog.tsx';
import { messages } from './server-domains.messages.ts';
import type { Editor } from './use-editor.ts';

interface EntryListProps {
  readonly list: ListName;
  readonly editor: Editor;
  /** Entries that it may have. */
  readonly limit: number;
}

/** One list that is being edited. */
export function EntryList({ list, editor, limit }: EntryListProps) {
  const { appId, draft, change, judgement } = editor;
  const texts = useMessages(messages);
  const format = useFormat();
  // Counts how often the last line was asked for; each time the focus goes there.
  const [asked, setAsked] = useState(0);
  const [pasting, setPasting] = useState(false);
  const [pasted, setPasted] = useState(0);
  const adder = useRef<HTMLButtonElement>(null);
  const entries = draft.lists[list] ?? [];

  const write = useCallback(
    (id: number, text: string) => change({ type: 'write', texts: new Map([[id, text]]) }),
    [change],
  );
  const remove = useCallback(
    (id: number) => {
      change({ type: 'remove', ids: [id] });
      // The line that is the last one now was not asked for.
      setAsked(0);
      adder.current?.focus();
    },
    [change],
  );
  const addOne = useCallback(() => {
    change({ type: 'next', list });
    setAsked((times) => times + 1);
  }, [change, list]);
  const pasteInto = useCallback(
    (id: number, text: string) => {
      const { entries: found } = readPasted(text);
      if (found.length === 0) write(id, text.replace(/\s+/g, ' ').trim());
      else change({ type: 'add', list, texts: found, instead: id });
      setPasted(found.length);
    },
    [change, list, write],
  );

  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {texts.lines[list]}
      </Text>
      {entries.length === 0 ? (
        <Text size="sm">{list === 'all' ? texts.emptyLead : texts.emptyList}</Text>
      ) : (
        <Stack
          component="ul"
          gap="sm"
          m={0}
          p={0}
          style={{ listStyle: 'none' }}
          aria-label={texts.lists[list]}
        >
          {entries.map((entry, index) => (
            <EntryRow
              key={entry.id}
              entry={entry}
              verdict={judgement.verdicts.get(entry.id)}
              label={texts.entry(index + 1, texts.lists[list])}
              asked={index === entries.length - 1 ? asked : 0}
              onWrite={write}
              onRemove={remove}
              onNext={addOne}
              onPaste={pasteInto}
            />
          ))}
        </Stack>
      )}
      <Group gap="xs">
        <Button
          ref={adder}
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={addOne}
        >
          {texts.add}
        </Button>
        <Button
          variant="subtle"
          leftSection={<IconClipboardList size={16} aria-hidden />}
          onClick={() => setPasting(true)}
        >
          {texts.addMany}
        </Button>
        <Text size="sm" c="dimmed" ml="auto">
          {texts.count(format.number(entriesOf(entries).length), format.number(limit))}
        </Text>
      </Group>
      <Text size="sm" role="status" mt={pasted > 0 ? 0 : 'calc(var(--mantine-spacing-sm) * -1)'}>
        {pasted > 0 && texts.pasted(pasted)}
      </Text>
      <PasteDialog
        opened={pasting}
        draft={`${appId}.${list}.pasted`}
        present={entries}
        onClose={() => setPasting(false)}
        onAdd={(found) => {
          change({ type: 'add', list, texts: found });
          setPasted(found.length);
          setPasting(false);
        }}
      />
    </Stack>
  );
}
