import type { MiniProgram } from '@minigate/platform';
import type { UseQueryResult } from '@tanstack/react-query';
import { useRead } from '../api/use-read.ts';

/** One mini program. */
export function useProgram(appId: string): UseQueryResult<MiniProgram> {
  return useRead<MiniProgram>(`/console/v1/mini-programs/${appId}`);
}
