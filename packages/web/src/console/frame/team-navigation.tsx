import { useMessages } from '../../ui/language.tsx';
import { useTeam } from '../teams/use-team.ts';
import { messages } from './frame.messages.ts';
import { NavItem } from './nav-item.tsx';
import { NavSection } from './nav-section.tsx';

/** The places of one team. */
export function TeamNavigation({ teamId }: { teamId: string }) {
  const texts = useMessages(messages);
  const { data: team, error } = useTeam(teamId);
  if (team === undefined && error !== null) return null;
  const base = `/teams/${teamId}`;
  return (
    <NavSection title={team?.name ?? teamId}>
      <NavItem href={base} label={texts.miniPrograms} />
      <NavItem href={`${base}/members`} label={texts.members} />
      <NavItem href={`${base}/audit`} label={texts.auditLog} />
      <NavItem href={`${base}/settings`} label={texts.teamSettings} />
    </NavSection>
  );
}
