import { useRoute } from 'wouter';
import { useMessages } from '../../ui/language.tsx';
import { useWho } from '../session/session.tsx';
import { messages } from './frame.messages.ts';
import { NavItem } from './nav-item.tsx';
import { OperatorNavigation } from './operator-navigation.tsx';
import { ProgramNavigation } from './program-navigation.tsx';
import { TeamNavigation } from './team-navigation.tsx';

/** The places of one mini program, and of one team, by ids as the platform makes them. */
const ofProgram = /^\/mini-programs\/(?<appId>[A-Za-z0-9_-]{1,64})(?:\/|$)/;
const ofTeam = /^\/teams\/(?<teamId>[A-Za-z0-9_-]{1,64})(?:\/|$)/;

/** Where one can go from here: the places of the mini program or the team at hand, and those of operators. */
export function Navigation() {
  const { teams } = useMessages(messages);
  const { user } = useWho();
  const [, program] = useRoute(ofProgram);
  const [, team] = useRoute(ofTeam);
  return (
    <>
      {program === null && <NavItem href="/" label={teams} />}
      {program?.['appId'] !== undefined && <ProgramNavigation appId={program['appId']} />}
      {team?.['teamId'] !== undefined && <TeamNavigation teamId={team['teamId']} />}
      {program === null && user.operator && <OperatorNavigation />}
    </>
  );
}
