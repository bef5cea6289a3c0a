import { Stack, Text, Textarea } from '@mantine/core';
import { Dialog } from './dialog.tsx';
import { useMessages } from './language.tsx';
import { messages } from './messages.ts';
import type { Copying } from './use-copy.ts';

/** Says that the browser did not let the page copy, and shows the text selected, to be copied by hand. */
export function RefusedCopy({ of: { refused, forget } }: { readonly of: Copying }) {
  const { copyRefused: texts } = useMessages(messages);
  return (
    <Dialog opened={refused !== undefined} onClose={forget} title={texts.title} width={620}>
      <Stack>
        <Text size="sm" role="alert">
          {texts.lead}
        </Text>
        <Textarea
          label={texts.label}
          value={refused ?? ''}
          readOnly
          rows={Math.min(12, (refused ?? '').split('\n').length + 1)}
          spellCheck={false}
          onFocus={(event) => event.currentTarget.select()}
          data-autofocus
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
      </Stack>
    </Dialog>
  );
}
