import { useMessages } from '../../ui/language.tsx';
import { Screen } from '../frame/screen.tsx';
import type { TeamScreenProps } from '../teams/team-place.tsx';
import { AuditList } from './audit-list.tsx';
import { messages } from './audit.messages.ts';

/** The audit log of a team and its mini programs. */
export function TeamAuditScreen({ team }: TeamScreenProps) {
  const texts = useMessages(messages);
  return (
    <Screen title={texts.title} lead={texts.team(team.name)}>
      <AuditList path={`/console/v1/teams/${team.teamId}/audit`} />
    </Screen>
  );
}
