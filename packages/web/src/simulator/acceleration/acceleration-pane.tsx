import { Alert, ScrollArea, Stack, Text } from '@mantine/core';
import type { AccelerationState } from '@minigate/runtime/simulator/protocol';
import { useMessages } from '../../ui/language.tsx';
import { Empty } from '../../ui/states.tsx';
import { useSimulation } from '../feed/simulation-context.tsx';
import { AccelerationCounters } from './acceleration-counters.tsx';
import { messages } from './acceleration.messages.ts';
import { CandidateTable } from './candidate-table.tsx';
import { HappeningTable } from './happening-table.tsx';
import { LatencyChart } from './latency-chart.tsx';

/** Which server answers for an accelerated origin, and why. Rule 25. */
export function AccelerationPane() {
  const texts = useMessages(messages);
  const state = useSimulation((simulation) => simulation.acceleration);
  if (state === undefined) return <Empty title={texts.none}>{texts.noneText}</Empty>;
  return (
    <ScrollArea
      h="100%"
      type="auto"
      viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': texts.pane(state.origin) }}
    >
      <Accelerated state={state} />
    </ScrollArea>
  );
}

function Accelerated({ state }: { readonly state: AccelerationState }) {
  const { origin, network, panic, candidates, counts, happenings } = state;
  const texts = useMessages(messages);
  const isMeasured = candidates.some(({ measured, connected }) => measured.length + connected.length > 0);
  return (
    <Stack component="section" aria-label={origin} p="md" gap="md">
      <Stack gap={2}>
        <Text component="h3" fw={650} m={0} style={{ overflowWrap: 'anywhere' }}>
          {origin}
        </Text>
        <Text size="xs" c="dimmed">
          {texts.network(network)}
        </Text>
      </Stack>
      {panic && (
        <Alert color="orange" variant="light" role="status" p="xs">
          {texts.panic}
        </Alert>
      )}
      <CandidateTable candidates={candidates} />
      {isMeasured && <LatencyChart state={state} />}
      <AccelerationCounters counts={counts} />
      <HappeningTable happenings={happenings} />
    </Stack>
  );
}
