import type { AuditPage } from '@minigate/platform';
import { Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useMessages } from '../../ui/language.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { RowList } from '../../ui/row-list.tsx';
import { Empty } from '../../ui/states.tsx';
import { Read } from '../api/read.tsx';
import { useReadPages } from '../api/use-read.ts';
import { AuditExport } from './audit-export.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { everything, toAuditQuery } from './audit-query.ts';
import { AuditRow } from './audit-row.tsx';
import { messages } from './audit.messages.ts';

/** An audit log: filters, entries, and the way to take them along. */
export function AuditList({ path }: { path: string }) {
  const texts = useMessages(messages);
  const [wish, setWish] = useState(everything);
  const [settled] = useDebouncedValue(wish, 300);
  const query = toAuditQuery(settled);
  const read = useReadPages<AuditPage>(path, query);
  const entries = read.data?.pages.flatMap((page) => page.entries);
  const filtered = Object.keys(query).length > 0;
  return (
    <Stack>
      <AuditFilters wish={wish} onWish={setWish} />
      <AuditExport path={path} query={query} />
      <Read of={{ data: entries, error: read.error, refetch: read.refetch }}>
        {(found) =>
          found.length === 0 ? (
            <div role="status">
              <Empty title={filtered ? texts.none : texts.empty}>{filtered ? texts.noneLead : null}</Empty>
            </div>
          ) : (
            <RowList label={texts.title}>
              {found.map((entry) => (
                <AuditRow key={entry.id} entry={entry} />
              ))}
            </RowList>
          )
        }
      </Read>
      <LoadMore of={read} />
    </Stack>
  );
}
