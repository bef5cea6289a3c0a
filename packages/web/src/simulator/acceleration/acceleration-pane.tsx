import { ScrollArea, Stack, Table, Text } from '@mantine/core';
import type { AcceleratedCandidate, AccelerationState } from '@minigate/runtime/simulator/protocol';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { Empty } from '../../ui/states.tsx';
import { useNow } from '../../ui/use-now.ts';
import { useSimulation } from '../feed/simulation-context.tsx';
import { messages } from './acceleration.messages.ts';
import { LatencyChart } from './latency-chart.tsx';

/** Which server answers for an accelerated origin, and why. Rule 25. */
export function AccelerationPane() {
  const texts = useMessages(messages);
  const states = useSimulation((simulation) => simulation.acceleration);
  if (states.length === 0) return <Empty title={texts.none}>{texts.noneText}</Empty>;
  return (
    <ScrollArea
      h="100%"
      type="auto"
      viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': texts.candidates }}
    >
      <Stack p="md" gap="xl">
        {states.map((state) => (
          <Origin key={state.origin} state={state} />
        ))}
      </Stack>
    </ScrollArea>
  );
}

function Origin({ state }: { state: AccelerationState }) {
  const { origin, candidates, happenings } = state;
  const texts = useMessages(messages);
  const format = useFormat();
  return (
    <section aria-label={origin}>
      <Stack gap="sm">
        <Text component="h3" fw={650} m={0}>
          {origin}
        </Text>
        <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table fz="xs" aria-label={texts.candidates}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.server}</Table.Th>
                <Table.Th>{texts.region}</Table.Th>
                <Table.Th ta="end">{texts.weight}</Table.Th>
                <Table.Th>{texts.state}</Table.Th>
                <Table.Th ta="end">{texts.latency}</Table.Th>
                <Table.Th ta="end">{texts.calls}</Table.Th>
                <Table.Th ta="end">{texts.failures}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {candidates.map((candidate) => (
                <Table.Tr key={candidate.origin}>
                  <Table.Td ff="monospace">{candidate.origin}</Table.Td>
                  <Table.Td>{candidate.region}</Table.Td>
                  <Table.Td ta="end">{candidate.weight}</Table.Td>
                  <Table.Td>
                    <State candidate={candidate} />
                  </Table.Td>
                  <Table.Td ta="end">
                    {candidate.latency === undefined ? '–' : format.span(candidate.latency)}
                  </Table.Td>
                  <Table.Td ta="end">{format.number(candidate.calls)}</Table.Td>
                  <Table.Td ta="end">{format.number(candidate.failures)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        {candidates.some(({ measured }) => measured.length > 0) && <LatencyChart state={state} />}
        <Text component="h4" size="sm" fw={600} m={0}>
          {texts.happenings}
        </Text>
        {happenings.length === 0 ? (
          <Text size="sm" c="dimmed">
            {texts.noHappenings}
          </Text>
        ) : (
          <Table fz="xs" aria-label={texts.happenings}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.time}</Table.Th>
                <Table.Th>{texts.what}</Table.Th>
                <Table.Th>{texts.server}</Table.Th>
                <Table.Th>{texts.why}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {happenings.toReversed().map(({ time, kind, candidate, why }, index) => (
                // oxlint-disable-next-line react/no-array-index-key -- two can happen at one moment
                <Table.Tr key={`${time} ${index}`}>
                  <Table.Td>{format.time(time)}</Table.Td>
                  <Table.Td>{texts.kinds[kind]}</Table.Td>
                  <Table.Td ff="monospace">{candidate}</Table.Td>
                  <Table.Td lang="en">{why}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Stack>
    </section>
  );
}

function State({ candidate: { state, returnsAt } }: { candidate: AcceleratedCandidate }) {
  const texts = useMessages(messages);
  const now = useNow(returnsAt !== undefined, 1000);
  const name = texts.states[state];
  if (returnsAt === undefined) return name;
  return `${name}, ${texts.returns(String(Math.max(0, Math.ceil((returnsAt - now) / 1000))))}`;
}
