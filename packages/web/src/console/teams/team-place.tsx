import type { Role, Team } from '@minigate/platform';
import type { ComponentType } from 'react';
import { hasCode } from '../api/api-problem.ts';
import { Read } from '../api/read.tsx';
import { NotFoundScreen } from '../frame/not-found-screen.tsx';
import { UnreadScreen } from '../frame/unread-screen.tsx';
import { useRole, useTeam } from './use-team.ts';

/** What every screen of a team is given. */
export interface TeamScreenProps {
  readonly team: Team;
  /** What the one who is signed in is in the team. */
  readonly role: Role;
}

interface TeamPlaceProps {
  readonly teamId: string;
  readonly screen: ComponentType<TeamScreenProps>;
}

/** Gives a screen its team. */
export function TeamPlace({ teamId, screen: Shown }: TeamPlaceProps) {
  const team = useTeam(teamId);
  const role = useRole(teamId);
  if (team.data === undefined && hasCode(team.error, 'NOT_FOUND')) return <NotFoundScreen />;
  if (team.data === undefined && team.error !== null) {
    return <UnreadScreen problem={team.error} onRetry={() => void team.refetch()} />;
  }
  return <Read of={team}>{(data) => <Shown key={data.teamId} team={data} role={role} />}</Read>;
}
