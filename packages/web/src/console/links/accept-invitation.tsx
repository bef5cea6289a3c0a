import type { InvitationView } from '@minigate/platform';
import { Button, Stack, Text } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import { BusyButton } from '../../ui/busy-button.tsx';
import { useMessages } from '../../ui/language.tsx';
import { hasCode } from '../api/api-problem.ts';
import { ProblemNotice } from '../api/problem-notice.tsx';
import { useChange } from '../api/use-change.ts';
import { useTask } from '../api/use-task.ts';
import { sessionPath } from '../api/query-client.ts';
import { useSession } from '../session/session.tsx';
import { messages } from './links.messages.ts';

interface AcceptInvitationProps {
  readonly secret: string;
  readonly invitation: InvitationView;
  /** Of the one who is signed in. */
  readonly email: string;
}

/** The last step, for those who are signed in: into the team, or as somebody else. */
export function AcceptInvitation({
  secret,
  invitation: { email: invited, team },
  email,
}: AcceptInvitationProps) {
  const { invitation: texts } = useMessages(messages);
  const { signOut } = useSession();
  const [, navigate] = useLocation();
  const accept = useChange<void, { teamId: string }>({
    change: (call) => call('POST', '/console/v1/invitations/accept', { secret }),
    refreshes: [sessionPath, '/console/v1/teams'],
    onDone: ({ teamId }) => navigate(`/teams/${teamId}`),
  });
  const leave = useTask(signOut);
  if (invited !== email.toLowerCase()) {
    return (
      <Stack>
        <Text size="sm">{texts.other(email)}</Text>
        <ProblemNotice problem={leave.problem} />
        <BusyButton onClick={leave.run} busy={leave.running}>
          {texts.signOut}
        </BusyButton>
      </Stack>
    );
  }
  if (team === null || hasCode(accept.error, 'ALREADY_EXISTS')) {
    return (
      <Stack>
        <Text size="sm">{texts.hasAccount}</Text>
        <Button component={Link} href={team === null ? '/' : `/teams/${team.teamId}`}>
          {texts.home}
        </Button>
      </Stack>
    );
  }
  return (
    <Stack>
      <ProblemNotice problem={accept.error} />
      <BusyButton onClick={() => accept.mutate()} busy={accept.isPending}>
        {texts.join(team.name)}
      </BusyButton>
    </Stack>
  );
}
