import { Table, Text } from '@mantine/core';
import type { AcceleratedCandidate } from '@minigate/runtime/simulator/protocol';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { useNow } from '../../ui/use-now.ts';
import { messages } from './acceleration.messages.ts';

/** The candidates as they are now. */
export function CandidateTable({ candidates }: { readonly candidates: readonly AcceleratedCandidate[] }) {
  const texts = useMessages(messages);
  const heads = [texts.server, texts.region, texts.weight, texts.priority];
  return (
    <Table.ScrollContainer
      minWidth={860}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': texts.candidates } }}
    >
      <Table fz="xs" aria-label={texts.candidates}>
        <Table.Thead>
          <Table.Tr>
            {heads.map((head, index) => (
              <Table.Th key={head} ta={index > 1 ? 'end' : 'start'}>
                {head}
              </Table.Th>
            ))}
            <Table.Th>{texts.state}</Table.Th>
            {[texts.cost, texts.calls, texts.failures].map((head) => (
              <Table.Th key={head} ta="end">
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {candidates.map((candidate) => (
            <Row key={candidate.origin} candidate={candidate} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ candidate }: { readonly candidate: AcceleratedCandidate }) {
  const { origin, region, weight, priority, chosen, cost, calls, share, failures } = candidate;
  const texts = useMessages(messages);
  const format = useFormat();
  return (
    <Table.Tr>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <Text span inherit ff="monospace" fw={chosen ? 700 : 400}>
          {origin}
        </Text>
        {chosen && ` · ${texts.chosen}`}
      </Table.Td>
      <Table.Td>{region}</Table.Td>
      <Table.Td ta="end">{format.number(weight)}</Table.Td>
      <Table.Td ta="end">{format.number(priority)}</Table.Td>
      <Table.Td miw={200}>
        <State candidate={candidate} />
      </Table.Td>
      <Table.Td ta="end">{cost === undefined ? '–' : format.span(cost)}</Table.Td>
      <Table.Td ta="end" style={{ whiteSpace: 'nowrap' }}>
        {format.number(calls)}
        {calls > 0 && ` (${format.number(Math.round(share * 100))} %)`}
      </Table.Td>
      <Table.Td ta="end">{format.number(failures)}</Table.Td>
    </Table.Tr>
  );
}

function State({
  candidate: { state, returnsAt, ejectedFor, age },
}: {
  readonly candidate: AcceleratedCandidate;
}) {
  const texts = useMessages(messages);
  const format = useFormat();
  const now = useNow(returnsAt !== undefined, 1000);
  const left = returnsAt === undefined ? 0 : Math.ceil((returnsAt - now) / 1000);
  const parts = [
    texts.states[state === 'ejected' && left <= 0 ? 'returning' : state],
    ejectedFor !== undefined && texts.reasons[ejectedFor],
    left > 0 && texts.returns(format.number(left)),
    age !== undefined && age >= 60_000 && texts.measuredBefore(format.span(age)),
  ];
  return parts.filter((part) => part !== false).join(' · ');
}
