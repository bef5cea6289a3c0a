import { Alert, Button, Group, Text } from '@mantine/core';
import { parseMocks } from '@minigate/runtime/inspector';
import { useMessages } from '../../ui/language.tsx';
import { CodeEditor } from '../code/code-editor.tsx';
import { messages } from './mocks.messages.ts';

/** What was typed, and the file's text when that began. */
export interface TypedMocks {
  readonly text: string;
  readonly base: string;
}

interface MocksTextProps {
  /** As it is on the disk. */
  readonly text: string;
  /** Undefined where nothing was typed. */
  readonly typed: TypedMocks | undefined;
  readonly onTyped: (typed: TypedMocks | undefined) => void;
  readonly onSave: (text: string) => void;
}

/** The file as text; a fault in it is said as it is typed. */
export function MocksText({ text, typed, onTyped, onSave }: MocksTextProps) {
  const texts = useMessages(messages);
  const draft = typed?.text ?? text;
  const changed = draft !== text;
  const conflict = changed && typed !== undefined && typed.base !== text;
  const reading = parseMocks(draft.trim() === '' ? '{ "mocks": [] }' : draft);
  return (
    <>
      {conflict && (
        <Alert role="alert" radius={0} py="xs" color="yellow" title={texts.conflictTitle}>
          <Text size="sm">{texts.conflictText}</Text>
          <Group gap="xs" mt="xs">
            <Button size="compact-xs" variant="default" onClick={() => onSave(draft)}>
              {texts.keepMine}
            </Button>
            <Button size="compact-xs" variant="default" onClick={() => onTyped(undefined)}>
              {texts.takeTheirs}
            </Button>
          </Group>
        </Alert>
      )}
      <CodeEditor
        path="minigate.mocks.json"
        label={texts.editor}
        text={draft}
        onChange={(now) => onTyped({ text: now, base: changed ? (typed?.base ?? text) : text })}
        onSave={() => changed && !conflict && onSave(draft)}
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
        <Button size="compact-xs" disabled={!changed || conflict} onClick={() => onSave(draft)}>
          {texts.save}
        </Button>
      </Group>
    </>
  );
}
