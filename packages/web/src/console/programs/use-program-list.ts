import type { MiniProgram, ProgramPage } from '@minigate/platform';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect } from 'react';
import { useReadPages } from '../api/use-read.ts';

export type ProgramFilter = 'active' | 'archived' | 'all';

/** Which of the mini programs a filter lets through. */
export function fitsFilter({ archivedAt }: Pick<MiniProgram, 'archivedAt'>, filter: ProgramFilter): boolean {
  return filter === 'all' || (archivedAt !== null) === (filter === 'archived');
}

/**
 * Mini programs by a part of their name. Archived ones come last in the list of the platform, so those alone are found by
 * reading on until there are some, and those in use alone need nothing behind the first archived one.
 */
export function useProgramList(path: string, wanted: string, filter: ProgramFilter) {
  const [query] = useDebouncedValue(wanted.trim(), 250);
  const read = useReadPages<ProgramPage>(path, { limit: '100', ...(query === '' ? {} : { query }) });
  const all = read.data?.pages.flatMap(({ miniPrograms }) => miniPrograms);
  const programs = all?.filter((program) => fitsFilter(program, filter));
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isError, isPlaceholderData } = read;
  const mayHaveMore = hasNextPage && !(filter === 'active' && all?.at(-1)?.archivedAt !== null);
  const readOn =
    mayHaveMore && programs?.length === 0 && !isFetchingNextPage && !isError && !isPlaceholderData;
  useEffect(() => {
    if (readOn) void fetchNextPage();
  }, [readOn, fetchNextPage]);
  return {
    read,
    programs: readOn || (programs?.length === 0 && isFetchingNextPage) ? undefined : programs,
    mayHaveMore,
    query,
  };
}
