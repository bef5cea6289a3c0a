import { useMessages } from '../../ui/language.tsx';
import { RoleNotice } from '../frame/role-notice.tsx';
import { Screen } from '../frame/screen.tsx';
import { Invitations } from './invitations.tsx';
import { messages } from './members.messages.ts';
import { MemberList } from './member-list.tsx';
import type { TeamScreenProps } from './team-place.tsx';

/** Who is in a team, and who is invited into it. */
export function MembersScreen({ team, role }: TeamScreenProps) {
  const texts = useMessages(messages);
  return (
    <Screen title={texts.title} lead={texts.lead}>
      <RoleNotice role={role} needs="owner" />
      <MemberList teamId={team.teamId} role={role} />
      {role === 'owner' && (
        <Invitations path={`/console/v1/teams/${team.teamId}/invitations`} draft={team.teamId} withRole />
      )}
    </Screen>
  );
}
