import { Button, Group, Text } from '@mantine/core';
import { parseMocks } from '@minigate/runtime/inspector';
import { useEffect, useState } from 'react';
import { useMessages } from '../../ui/language.tsx';
import { CodeEditor } from '../code/code-editor.tsx';
import { messages } from './mocks.messages.ts';

interface MocksTextProps {
  readonly text: string;
  readonly onSave: (text: string) => void;
}

/** The file as text; a fault in it is said as it is typed. */
export function MocksText({ text, onSave }: MocksTextProps) {
  const texts = useMessages(messages);
  const [draft, setDraft] = useState(text);
  useEffect(() => setDraft(text), [text]);
  const reading = parseMocks(draft.trim() === '' ? '{ "mocks": [] }' : draft);
  const changed = draft !== text;
  return (
    <>
      <CodeEditor
        path="minigate.mocks.json"
        label={texts.editor}
        text={draft}
        onChange={setDraft}
        onSave={() => changed && onSave(draft)}
        place={undefined}
      />
      <Group gap="sm" p={6} wrap="nowrap" align="flex-start">
        <div role="status" style={{ flex: 1, minWidth: 0 }}>
          {!reading.ok &&
            reading.problems.slice(0, 5).map((problem) => (
              <Text key={problem} size="xs" c="var(--mantine-color-error)">
                {problem}
              </Text>
            ))}
        </div>
        <Button size="compact-xs" disabled={!changed} onClick={() => onSave(draft)}>
          {texts.save}
        </Button>
      </Group>
    </>
  );
}
