import type { MiniProgram } from '@minigate/platform';
import { Group, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useMessages } from '../../ui/language.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { messages as words } from '../../ui/messages.ts';
import { RowList } from '../../ui/row-list.tsx';
import { Empty } from '../../ui/states.tsx';
import { Read } from '../api/read.tsx';
import { messages } from './programs.messages.ts';
import { type ProgramFilter, useProgramList } from './use-program-list.ts';

interface ProgramListProps {
  /** Of the mini programs. */
  readonly path: string;
  /** What stands there while there is none at all. */
  readonly empty: ReactNode;
  /** One `ProgramRow`. */
  readonly children: (program: MiniProgram) => ReactNode;
}

const filters = ['active', 'archived', 'all'] as const;

/** Mini programs to search in, the archived ones apart. */
export function ProgramList({ path, empty, children }: ProgramListProps) {
  const texts = useMessages(messages);
  const { search } = useMessages(words);
  const [wanted, setWanted] = useState('');
  const [filter, setFilter] = useState<ProgramFilter>('active');
  const { read, programs, mayHaveMore, query } = useProgramList(path, wanted, filter);
  const nothing = query === '' && read.data?.pages[0]?.miniPrograms.length === 0;
  return (
    <Stack>
      <Group align="flex-end" gap="sm">
        <TextInput
          type="search"
          flex="1 1 16rem"
          maw={420}
          label={search}
          placeholder={texts.search}
          leftSection={<IconSearch size={16} aria-hidden />}
          maxLength={100}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label={texts.filter.label}
          value={filter}
          onChange={(chosen) => setFilter(filters.find((known) => known === chosen) ?? 'active')}
          data={filters.map((value) => ({ value, label: texts.filter[value] }))}
        />
      </Group>
      <Read of={{ data: programs, error: read.error, refetch: read.refetch }}>
        {(found) => (
          <div role="status" aria-live="polite" hidden={found.length > 0}>
            {found.length === 0 &&
              (nothing ? empty : <Empty title={texts.noneFits}>{texts.noneFitsLead}</Empty>)}
          </div>
        )}
      </Read>
      {programs !== undefined && programs.length > 0 && (
        <RowList label={texts.title}>{programs.map((program) => children(program))}</RowList>
      )}
      {mayHaveMore && programs !== undefined && <LoadMore of={read} />}
    </Stack>
  );
}
