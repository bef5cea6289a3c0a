import { Group, Text } from '@mantine/core';
import type { AccelerationState } from '@minigate/runtime/simulator/protocol';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { messages } from './acceleration.messages.ts';

/** What was counted since the cold start. */
export function AccelerationCounters({ counts }: Pick<AccelerationState, 'counts'>) {
  const texts = useMessages(messages);
  const format = useFormat();
  const { calls, repeats, hedges, races, fallbacks, panics, probes, ejections } = counts;
  const ejected = Object.values(ejections).reduce((sum, count) => sum + count, 0);
  const numbers = {
    ...{ calls, repeats, hedges, races, fallbacks, panics },
    probes: probes.connection + probes.request,
    ejections: ejected,
  };
  return (
    <Group component="dl" gap="md" m={0} aria-label={texts.counters}>
      {(Object.keys(numbers) as (keyof typeof numbers)[]).map((name) => (
        <Group key={name} gap={6}>
          <Text component="dt" size="xs" c="dimmed">
            {texts.counts[name]}
          </Text>
          <Text component="dd" size="xs" fw={600} m={0}>
            {format.number(numbers[name])}
          </Text>
        </Group>
      ))}
    </Group>
  );
}
