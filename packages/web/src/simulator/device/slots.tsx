import { Group, Stack, Text } from '@mantine/core';
import type { HostProfile } from '@minigate/policy';
import { useState } from 'react';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { useSimulation } from '../feed/simulation-context.tsx';
import type { Call } from '../model/call.ts';
import { nameOf } from '../model/call-name.ts';
import { type SlotPool, slotsOf } from '../model/slots.ts';
import { messages } from './device.messages.ts';
import classes from './slots.module.css';

const shownWaiting = 8;

interface Shown {
  readonly calls: readonly Call[];
  readonly run: number;
  readonly slots: HostProfile['slots'];
  /** A call keeps the place that it had. */
  readonly pools: readonly SlotPool[];
}

/** The slots of the running program as they fill, and who waits for one. Rule 10. */
export function Slots({ profile: { slots } }: { profile: HostProfile }) {
  const calls = useSimulation((simulation) => simulation.calls);
  const run = useSimulation(({ program }) => program?.run ?? 0);
  const [shown, setShown] = useState<Shown>({ calls: [], run: 0, slots, pools: [] });
  let { pools } = shown;
  if (shown.calls !== calls || shown.run !== run || shown.slots !== slots || pools.length === 0) {
    const unsettled = calls.filter((call) => call.run === run && call.row.state !== 'settled');
    pools = slotsOf(unsettled, slots, pools);
    setShown({ calls, run, slots, pools });
  }
  return pools.map((pool) => <Pool key={pool.api ?? ''} pool={pool} />);
}

function Pool({ pool: { api, slots, waiting } }: { pool: SlotPool }) {
  const { slots: texts } = useMessages(messages);
  const format = useFormat();
  const taken = slots.filter((slot) => slot !== undefined).length;
  const title = api === undefined ? texts.title : texts.of(api);
  return (
    <Stack gap={6}>
      <Group justify="space-between" gap="xs">
        <Text size="xs" fw={600}>
          {title}
        </Text>
        <Text size="xs" c="dimmed">
          {texts.taken(format.number(taken), format.number(slots.length))}
        </Text>
      </Group>
      <ol className={classes.slots} aria-label={title}>
        {slots.map((call, index) => {
          const name = call === undefined ? texts.free : nameOf(call.row.url).name;
          return (
            <li
              // oxlint-disable-next-line react/no-array-index-key -- a slot is its place
              key={index}
              className={classes.slot}
              data-taken={call !== undefined}
              aria-label={texts.slot(index + 1, name)}
              title={name}
            >
              {call === undefined ? '' : name}
            </li>
          );
        })}
      </ol>
      {waiting.length === 0 ? (
        <Text size="xs" c="dimmed">
          {texts.none}
        </Text>
      ) : (
        <>
          <Text size="xs" fw={600}>
            {texts.waiting(format.number(waiting.length))}
          </Text>
          <ol className={classes.waiting}>
            {waiting.slice(0, shownWaiting).map(({ key, row }) => (
              <li key={key} title={row.url}>
                {nameOf(row.url).name}
              </li>
            ))}
          </ol>
          {waiting.length > shownWaiting && (
            <Text size="xs" c="dimmed">
              {texts.more(format.number(waiting.length - shownWaiting))}
            </Text>
          )}
        </>
      )}
    </Stack>
  );
}
