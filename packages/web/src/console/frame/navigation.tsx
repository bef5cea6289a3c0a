import { useRoute } from 'wouter';
import { useMessages } from '../../ui/language.tsx';
import { useWho } from '../session/session.tsx';
import { messages } from './frame.messages.ts';
import { NavItem } from './nav-item.tsx';
import { OperatorNavigation } from './operator-navigation.tsx';
import { ProgramNavigation } from './program-navigation.tsx';
import { TeamNavigation } from './team-navigation.tsx';

/** Where one can go from here: the places of the mini program or the team at hand, and those of operators. */
export function Navigation() {
  const { teams } = useMessages(messages);
  const { user } = useWho();
  const [, program] = useRoute('/mini-programs/:appId/*?');
  const [, team] = useRoute('/teams/:teamId/*?');
  return (
    <>
      {program === null && <NavItem href="/" label={teams} />}
      {program !== null && <ProgramNavigation appId={program.appId} />}
      {team !== null && <TeamNavigation teamId={team.teamId} />}
      {program === null && user.operator && <OperatorNavigation />}
    </>
  );
}
