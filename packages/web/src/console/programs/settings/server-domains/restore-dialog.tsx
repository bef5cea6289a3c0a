import { Stack, Text } from '@mantine/core';
import type { ListChangeOutcome, SavedVersion, ServerDomainState } from '@minigate/platform';
import { useQueryClient } from '@tanstack/react-query';
import { useMessages } from '../../../../ui/language.tsx';
import { ConfirmDialog } from '../../../../ui/confirm-dialog.tsx';
import { hasCode } from '../../../api/api-problem.ts';
import { ProblemNotice } from '../../../api/problem-notice.tsx';
import { Read } from '../../../api/read.tsx';
import { useNotify } from '../../../../ui/use-notify.ts';
import { useChange } from '../../../api/use-change.ts';
import { refresh, useRead } from '../../../api/use-read.ts';
import { DifferenceView } from './difference-view.tsx';
import { findDifference } from './difference.ts';
import { messages } from './server-domains.messages.ts';

interface RestoreDialogProps {
  readonly appId: string;
  readonly saved: ServerDomainState;
  /** The one to bring back; undefined while the dialog is closed. */
  readonly version: number | undefined;
  readonly dirty: boolean;
  readonly onClose: () => void;
}

/** Shows what an older version would change, and brings it back. */
export function RestoreDialog({ appId, saved, version, dirty, onClose }: RestoreDialogProps) {
  const { history: texts, saved: done } = useMessages(messages);
  const notify = useNotify();
  const queries = useQueryClient();
  const path = `/console/v1/mini-programs/${appId}/server-domains`;
  const older = useRead<SavedVersion>(`${path}/history/${version ?? 0}`, { enabled: version !== undefined });
  const restore = useChange<number, ListChangeOutcome>({
    change: async (call, wanted) => {
      try {
        return await call<ListChangeOutcome>('POST', `${path}/restore`, {
          version: wanted,
          current: saved.version,
        });
      } catch (problem) {
        // What is restored is compared with what the other one has saved.
        if (hasCode(problem, 'CONFLICT')) await refresh(queries, [path]);
        throw problem;
      }
    },
    refreshes: [path],
    onDone: (answer) => {
      notify(done(answer.version));
      onClose();
    },
  });
  const close = () => {
    restore.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      opened={version !== undefined}
      onClose={close}
      title={texts.restoreTitle(version ?? 0)}
      confirm={texts.restore}
      onConfirm={() => version !== undefined && restore.mutate(version)}
      running={restore.isPending}
      problem={<ProblemNotice problem={restore.error} />}
    >
      <Stack gap="sm">
        <Text size="sm">{texts.restoreLead}</Text>
        <Read of={older}>
          {({ serverDomains }) => (
            <DifferenceView difference={findDifference(saved.serverDomains, serverDomains)} />
          )}
        </Read>
        {dirty && <Text size="sm">{texts.restoreDraft}</Text>}
      </Stack>
    </ConfirmDialog>
  );
}
