import type { Member, Role } from '@minigate/platform';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useMessages } from '../../ui/language.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import { ProblemNotice } from '../api/problem-notice.tsx';
import { useChange } from '../api/use-change.ts';
import { messages as frameMessages } from '../frame/frame.messages.ts';
import { sessionPath } from '../api/query-client.ts';
import { useWho } from '../session/session.tsx';
import { messages } from './members.messages.ts';

interface RoleChange {
  readonly member: Member;
  readonly role: Role;
}

interface SetRoleProps {
  /** Of the members. */
  readonly path: string;
  /** What is to be changed; undefined: nothing. */
  readonly change: RoleChange | undefined;
  readonly onClose: () => void;
}

/** Asks before somebody gets another role. */
export function SetRole({ path, change, onClose }: SetRoleProps) {
  const texts = useMessages(messages);
  const notify = useNotify();
  const { roles } = useMessages(frameMessages);
  const { user } = useWho();
  const set = useChange<RoleChange, void>({
    change: (call, { member, role }) => call('PATCH', `${path}/${member.userId}`, { role }),
    refreshes: [path, sessionPath],
    onDone: (_, { member, role }) => {
      notify(texts.changed(member.name, roles[role]));
      onClose();
    },
  });
  const close = () => {
    set.reset();
    onClose();
  };
  const name = change?.member.name ?? '';
  return (
    <ConfirmDialog
      opened={change !== undefined}
      onClose={close}
      title={change === undefined ? '' : texts.setRoleQuestion(name, roles[change.role])}
      confirm={texts.setRole}
      running={set.isPending}
      problem={<ProblemNotice problem={set.error} />}
      onConfirm={() => {
        if (change !== undefined) set.mutate(change);
      }}
    >
      {change?.member.userId === user.userId ? texts.setOwnRoleLead : texts.setRoleLead}
    </ConfirmDialog>
  );
}
