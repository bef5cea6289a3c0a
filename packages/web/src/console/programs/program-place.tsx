import type { ComponentType } from 'react';
import { hasCode } from '../api/api-problem.ts';
import { Read } from '../api/read.tsx';
import { NotFoundScreen } from '../frame/not-found-screen.tsx';
import { UnreadScreen } from '../frame/unread-screen.tsx';
import { useRole } from '../teams/use-team.ts';
import type { ProgramScreenProps } from './program-screen.ts';
import { useProgram } from './use-program.ts';

interface ProgramPlaceProps {
  readonly appId: string;
  readonly screen: ComponentType<ProgramScreenProps>;
}

/** Gives a screen its mini program. */
export function ProgramPlace({ appId, screen: Shown }: ProgramPlaceProps) {
  const program = useProgram(appId);
  const role = useRole(program.data?.teamId);
  if (program.data === undefined && hasCode(program.error, 'NOT_FOUND')) return <NotFoundScreen />;
  if (program.data === undefined && program.error !== null) {
    return <UnreadScreen problem={program.error} onRetry={() => void program.refetch()} />;
  }
  return <Read of={program}>{(data) => <Shown key={data.appId} program={data} role={role} />}</Read>;
}
