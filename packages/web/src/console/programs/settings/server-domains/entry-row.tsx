import { ActionIcon, Badge, Button, Group, Stack, TextInput } from '@mantine/core';
import { IconTrash, IconWand } from '@tabler/icons-react';
import { type ClipboardEvent, type KeyboardEvent, memo, useEffect, useRef } from 'react';
import { EngineText } from '../../../../ui/engine-text.tsx';
import { useMessages } from '../../../../ui/language.tsx';
import { useIssueLine } from '../../../../ui/reasons.messages.ts';
import type { DraftEntry } from './draft.ts';
import type { LineVerdict } from './judge-draft.ts';
import { isManyEntries } from './paste.ts';
import { messages } from './server-domains.messages.ts';

interface EntryRowProps {
  readonly entry: DraftEntry;
  readonly verdict: LineVerdict | undefined;
  /** What the input is called. */
  readonly label: string;
  /** Takes the focus whenever this grows. */
  readonly asked: number;
  readonly onWrite: (id: number, text: string) => void;
  readonly onRemove: (id: number) => void;
  /** Enter was pressed. */
  readonly onNext: () => void;
  readonly onPaste: (id: number, text: string) => void;
}

/** One entry that is being edited, with what is said of it. */
export const EntryRow = memo(function EntryRow(props: EntryRowProps) {
  const { entry, verdict, label, asked, onWrite, onRemove, onNext, onPaste } = props;
  const { id, text, proposed } = entry;
  const texts = useMessages(messages);
  const line = useIssueLine(verdict?.code);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (asked > 0) input.current?.focus();
  }, [asked]);
  const told =
    verdict?.message === undefined ? undefined : <EngineText sentence={verdict.message} line={line} />;
  const bad = verdict?.ok === false;
  const respelled = verdict?.text !== undefined && verdict.text !== text ? verdict.text : undefined;
  const paste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text/plain');
    if (!isManyEntries(pasted)) return;
    event.preventDefault();
    onPaste(id, pasted);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onNext();
  };
  return (
    <Group component="li" gap="xs" align="flex-start" wrap="nowrap" data-proposed={proposed}>
      <Stack gap={6} flex={1} miw={0}>
        <TextInput
          ref={input}
          aria-label={label}
          value={text}
          onChange={(event) => onWrite(id, event.currentTarget.value)}
          onPaste={paste}
          onKeyDown={press}
          error={bad ? told : undefined}
          description={!bad && (told ?? (respelled !== undefined && texts.savedAs(respelled)))}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          placeholder="https://api.example.com"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          inputMode="url"
          maxLength={4096}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          rightSectionWidth={proposed === true ? 92 : 0}
          rightSection={
            proposed === true && (
              <Badge size="sm" variant="light" tt="none">
                {texts.proposed}
              </Badge>
            )
          }
        />
        {bad && verdict.correction !== undefined && (
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconWand size={14} aria-hidden />}
            onClick={() => onWrite(id, verdict.correction ?? text)}
            style={{ alignSelf: 'flex-start', maxWidth: '100%', height: 'auto' }}
            styles={{
              label: { whiteSpace: 'normal', overflowWrap: 'anywhere', lineHeight: 1.4, textAlign: 'start' },
            }}
          >
            {texts.use(verdict.correction)}
          </Button>
        )}
      </Stack>
      <ActionIcon
        size={36}
        variant="subtle"
        color="gray"
        aria-label={texts.remove(text)}
        onClick={() => onRemove(id)}
      >
        <IconTrash size={18} />
      </ActionIcon>
    </Group>
  );
});
