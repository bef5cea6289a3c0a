import { Table, Text } from '@mantine/core';
import { useMessages } from '../../../ui/language.tsx';
import { WideTable } from '../../../ui/wide-table.tsx';
import { messages } from './acceleration.messages.ts';
import { comparePolicies } from './policy-difference.ts';
import type { JsonObject } from './policy-json.ts';

interface PolicyChangesProps {
  readonly before: JsonObject;
  readonly after: JsonObject;
}

/** What differs between two policies. */
export function PolicyChanges({ before, after }: PolicyChangesProps) {
  const { difference: texts, absent, removed } = useMessages(messages);
  if (Object.keys(after).length === 0) return <Text size="sm">{removed}</Text>;
  return (
    <WideTable label={texts.after} minWidth={360} head={[texts.name, texts.before, texts.after]}>
      {comparePolicies(before, after).map(({ name, before: old, after: now }) => (
        <Table.Tr key={name}>
          <Table.Th scope="row" fw={400} style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Table.Th>
          <Table.Td style={{ overflowWrap: 'anywhere' }}>{old ?? absent}</Table.Td>
          <Table.Td style={{ overflowWrap: 'anywhere' }}>{now ?? absent}</Table.Td>
        </Table.Tr>
      ))}
    </WideTable>
  );
}
