import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { useMessages } from '../../ui/language.tsx';
import { RoleNotice } from '../frame/role-notice.tsx';
import { Screen } from '../frame/screen.tsx';
import type { ProgramScreenProps } from '../programs/program-screen.ts';
import { Invitations } from './invitations.tsx';
import { messages } from './members.messages.ts';
import { MemberList } from './member-list.tsx';
import { useTeam } from './use-team.ts';

/** Who works on a mini program: the members of its team. */
export function ProgramTeamScreen({ program: { teamId }, role }: ProgramScreenProps) {
  const texts = useMessages(messages);
  const { data: team } = useTeam(teamId);
  return (
    <Screen
      title={texts.programTitle}
      lead={
        <>
          {texts.programLead(team?.name ?? teamId)} {texts.lead}
        </>
      }
      actions={
        <Button component={Link} href={`/teams/${teamId}`} variant="default">
          {texts.openTeam}
        </Button>
      }
    >
      <RoleNotice role={role} needs="owner" />
      <MemberList teamId={teamId} role={role} />
      {role === 'owner' && (
        <Invitations path={`/console/v1/teams/${teamId}/invitations`} draft={teamId} withRole />
      )}
    </Screen>
  );
}
