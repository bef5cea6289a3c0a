import type { Member } from '@minigate/platform';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useMessages } from '../../ui/language.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import { ProblemNotice } from '../api/problem-notice.tsx';
import { useChange } from '../api/use-change.ts';
import { sessionPath } from '../api/query-client.ts';
import { messages } from './members.messages.ts';

interface RemoveMemberProps {
  /** Of the members. */
  readonly path: string;
  /** Whom it is about; undefined: nobody. */
  readonly member: Member | undefined;
  readonly onClose: () => void;
}

/** Asks before somebody is removed from a team. */
export function RemoveMember({ path, member, onClose }: RemoveMemberProps) {
  const texts = useMessages(messages);
  const notify = useNotify();
  const remove = useChange<Member, void>({
    change: (call, { userId }) => call('DELETE', `${path}/${userId}`),
    refreshes: [path, sessionPath],
    onDone: (_, { name }) => {
      notify(texts.removed(name));
      onClose();
    },
  });
  const close = () => {
    remove.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      opened={member !== undefined}
      onClose={close}
      title={texts.removeQuestion(member?.name ?? '')}
      confirm={texts.remove}
      danger
      running={remove.isPending}
      problem={<ProblemNotice problem={remove.error} />}
      onConfirm={() => {
        if (member !== undefined) remove.mutate(member);
      }}
    >
      {texts.removeLead}
    </ConfirmDialog>
  );
}
