import type { Role, Team } from '@minigate/platform';
import type { UseQueryResult } from '@tanstack/react-query';
import { useRead } from '../api/use-read.ts';
import { roleIn } from '../session/roles.ts';
import { useWho } from '../session/session.tsx';

/** One team. */
export function useTeam(teamId: string): UseQueryResult<Team> {
  return useRead<Team>(`/console/v1/teams/${teamId}`);
}

/** What somebody who can see a team is in it. */
export function useRole(teamId: string | undefined): Role {
  const who = useWho();
  return (teamId === undefined ? undefined : roleIn(who, teamId)) ?? 'viewer';
}
