import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { Dialog } from '../../../../ui/dialog.tsx';
import { useMessages } from '../../../../ui/language.tsx';
import { useDraft } from '../../../session/use-draft.ts';
import type { DraftEntry } from './draft.ts';
import { readPasted } from './paste.ts';
import { messages } from './server-domains.messages.ts';

interface PasteDialogProps {
  readonly opened: boolean;
  /** What the draft of the text is called. */
  readonly draft: string;
  readonly onClose: () => void;
  /** What is on the list already. */
  readonly present: readonly DraftEntry[];
  readonly onAdd: (entries: readonly string[]) => void;
}

/** Takes a text of many lines, and says what of it become entries. */
export function PasteDialog({ opened, onClose, ...rest }: PasteDialogProps) {
  const { paste } = useMessages(messages);
  return (
    <Dialog opened={opened} onClose={onClose} title={paste.title} width={620}>
      <PasteForm {...rest} />
    </Dialog>
  );
}

/** Left-out words that are named. */
const mostNamed = 12;

function PasteForm({ draft, present, onAdd }: Pick<PasteDialogProps, 'draft' | 'present' | 'onAdd'>) {
  const { paste: texts } = useMessages(messages);
  const [text, setText, forget] = useDraft(draft, '');
  const { entries, repeated, skipped } = readPasted(text);
  const fresh = entries.filter((entry) => !present.some((other) => other.text === entry));
  const known = entries.length - fresh.length;
  const said = [
    texts.found(entries.length),
    ...(known > 0 ? [texts.already(known)] : []),
    ...(repeated > 0 ? [texts.repeated(repeated)] : []),
  ].join(' · ');
  const leftOut = skipped.slice(0, mostNamed).map((word) => word.slice(0, 40));
  const add = () => {
    forget();
    onAdd(fresh);
  };
  return (
    <Stack>
      <Textarea
        label={texts.label}
        description={texts.lead}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        rows={10}
        spellCheck={false}
        autoCapitalize="off"
        data-autofocus
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <Stack gap={2} role="status" mih={44}>
        {text.trim() !== '' && <Text size="sm">{said}</Text>}
        {leftOut.length > 0 && (
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {texts.skipped(leftOut.join(' ') + (skipped.length > mostNamed ? ' …' : ''))}
          </Text>
        )}
      </Stack>
      <Group justify="flex-end">
        <Button disabled={fresh.length === 0} onClick={add}>
          {texts.add(fresh.length)}
        </Button>
      </Group>
    </Stack>
  );
}
