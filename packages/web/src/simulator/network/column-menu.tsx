import { ActionIcon, Checkbox, Popover, Stack } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useMessages } from '../../ui/language.tsx';
import { callColumns } from '../model/call-columns.ts';
import type { Columns } from './columns.ts';
import { messages } from './network.messages.ts';

interface ColumnMenuProps {
  readonly columns: Columns;
  readonly onColumns: (columns: Columns) => void;
}

/** Which columns are shown. The name always is. */
export function ColumnMenu({ columns, onColumns }: ColumnMenuProps) {
  const texts = useMessages(messages);
  return (
    <Popover trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={texts.columns} title={texts.columns}>
          <IconColumns3 size={18} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={texts.columns}>
        <Stack gap="xs">
          {callColumns
            .filter((column) => column !== 'name')
            .map((column) => (
              <Checkbox
                key={column}
                size="xs"
                label={texts.column[column]}
                checked={!columns.hidden.includes(column)}
                onChange={({ currentTarget }) => {
                  const others = columns.hidden.filter((other) => other !== column);
                  onColumns({ ...columns, hidden: currentTarget.checked ? others : [...others, column] });
                }}
              />
            ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
