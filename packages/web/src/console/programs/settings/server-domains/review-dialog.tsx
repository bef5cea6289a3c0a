import { Button, Group, Stack } from '@mantine/core';
import type { ListChangeOutcome } from '@minigate/platform';
import type { ServerDomainLists } from '@minigate/policy';
import { useQueryClient } from '@tanstack/react-query';
import { BusyButton } from '../../../../ui/busy-button.tsx';
import { Dialog } from '../../../../ui/dialog.tsx';
import { useMessages } from '../../../../ui/language.tsx';
import { messages as words } from '../../../../ui/messages.ts';
import { hasCode } from '../../../api/api-problem.ts';
import { ProblemNotice } from '../../../api/problem-notice.tsx';
import { useNotify } from '../../../../ui/use-notify.ts';
import { useChange } from '../../../api/use-change.ts';
import { refresh } from '../../../api/use-read.ts';
import { DifferenceView } from './difference-view.tsx';
import type { Draft } from './draft.ts';
import { findDifference } from './difference.ts';
import { messages } from './server-domains.messages.ts';
import type { Editor } from './use-editor.ts';

/** What was looked at: what is written, and the lists that it comes to. */
interface Reviewed {
  readonly sent: Draft;
  readonly lists: ServerDomainLists;
}

interface ReviewDialogProps {
  readonly appId: string;
  readonly editor: Editor;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Shows what saving changes, and saves. Where somebody was faster it closes: the conflict is shown behind it. */
export function ReviewDialog({ appId, editor, opened, onClose }: ReviewDialogProps) {
  const texts = useMessages(messages);
  const { cancel } = useMessages(words);
  const queries = useQueryClient();
  const notify = useNotify();
  const path = `/console/v1/mini-programs/${appId}/server-domains`;
  const { draft, judgement, change } = editor;
  const save = useChange<Reviewed, ListChangeOutcome>({
    change: (call, { sent, lists }) =>
      call('PUT', path, { version: sent.base.version, serverDomains: lists }),
    refreshes: [path],
    onDone: (answer, { sent }) => {
      change({ type: 'saved', base: answer, sent });
      notify(texts.saved(answer.version));
      onClose();
    },
  });
  const submit = () => {
    save.mutate(
      { sent: draft, lists: judgement.lists },
      {
        onError: (problem) => {
          if (!hasCode(problem, 'CONFLICT')) return;
          void refresh(queries, [path]);
          leave();
        },
      },
    );
  };
  const leave = () => {
    save.reset();
    onClose();
  };
  return (
    <Dialog opened={opened} onClose={leave} title={texts.reviewTitle} width={620}>
      <Stack>
        <DifferenceView difference={findDifference(draft.base.serverDomains, judgement.lists)} />
        <ProblemNotice problem={save.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={leave}>
            {cancel}
          </Button>
          <BusyButton onClick={submit} busy={save.isPending} data-autofocus>
            {texts.save}
          </BusyButton>
        </Group>
      </Stack>
    </Dialog>
  );
}
