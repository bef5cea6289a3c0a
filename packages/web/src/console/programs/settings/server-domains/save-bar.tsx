import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { ConfirmDialog } from '../../../../ui/confirm-dialog.tsx';
import { useMessages } from '../../../../ui/language.tsx';
import { ReviewDialog } from './review-dialog.tsx';
import classes from './save-bar.module.css';
import { messages } from './server-domains.messages.ts';
import type { Editor } from './use-editor.ts';

interface SaveBarProps {
  readonly appId: string;
  readonly editor: Editor;
  /** Why nothing can be saved now. */
  readonly obstacle: string | undefined;
}

/** Stays in sight while something is not saved. */
export function SaveBar({ appId, editor, obstacle }: SaveBarProps) {
  const texts = useMessages(messages);
  const { draft, dirty, conflict, change } = editor;
  const [open, setOpen] = useState<'review' | 'discard'>();
  const close = () => setOpen(undefined);
  const shown = dirty && !conflict;
  return (
    <>
      {shown && (
        <Paper withBorder shadow="md" p="sm" className={classes['bar'] ?? ''}>
          <Group justify="space-between" gap="xs">
            <Stack gap={0} flex="1 1 14rem" role="status">
              <Text fw={600} size="sm">
                {texts.unsaved}
              </Text>
              <Text size="xs" c="dimmed">
                {obstacle ?? texts.kept}
              </Text>
            </Stack>
            <Group gap="xs">
              <Button variant="default" onClick={() => setOpen('discard')}>
                {texts.discard}
              </Button>
              <Button disabled={obstacle !== undefined} onClick={() => setOpen('review')}>
                {texts.review}
              </Button>
            </Group>
          </Group>
        </Paper>
      )}
      <ReviewDialog appId={appId} editor={editor} opened={open === 'review' && shown} onClose={close} />
      <ConfirmDialog
        opened={open === 'discard'}
        onClose={close}
        title={texts.discardTitle}
        confirm={texts.discard}
        danger
        onConfirm={() => {
          change({ type: 'begin', base: draft.base });
          close();
        }}
      >
        {texts.discardLead}
      </ConfirmDialog>
    </>
  );
}
