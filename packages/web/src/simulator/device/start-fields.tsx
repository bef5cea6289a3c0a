import { Button, Group, NativeSelect, NumberInput } from '@mantine/core';
import type { DeviceChange, DeviceState } from '@minigate/runtime/simulator/protocol';
import { useState } from 'react';
import { useMessages } from '../../ui/language.tsx';
import { clockOf, clocks } from '../model/presets.ts';
import { messages } from './device.messages.ts';

interface StartFieldsProps {
  readonly device: DeviceState;
  readonly profiles: readonly string[];
  readonly onChange: (change: DeviceChange) => void;
}

/** What a program is started with: each change starts it anew. */
export function StartFields({ device, profiles, onChange }: StartFieldsProps) {
  const texts = useMessages(messages);
  const firstParty = device.firstParty === 'policy' ? 'policy' : device.firstParty ? 'yes' : 'no';
  return (
    <>
      <NativeSelect
        size="xs"
        label={texts.firstParty}
        value={firstParty}
        data={(['policy', 'yes', 'no'] as const).map((value) => ({
          value,
          label: texts.firstParties[value],
        }))}
        onChange={({ currentTarget: { value } }) =>
          onChange({ firstParty: value === 'policy' ? 'policy' : value === 'yes' })
        }
      />
      <NativeSelect
        size="xs"
        label={texts.profile}
        value={device.profile}
        data={[
          { value: 'policy', label: texts.asPolicy },
          ...profiles.map((value) => ({ value, label: value })),
        ]}
        onChange={({ currentTarget }) => onChange({ profile: currentTarget.value })}
      />
      <ClockField key={device.clockOffset} offset={device.clockOffset} onChange={onChange} />
    </>
  );
}

const hour = 3_600_000;

interface ClockFieldProps {
  readonly offset: number;
  readonly onChange: StartFieldsProps['onChange'];
}

/** How far the device's clock is off. */
function ClockField({ offset, onChange }: ClockFieldProps) {
  const texts = useMessages(messages);
  const [clock, setClock] = useState(() => clockOf(offset));
  const [hours, setHours] = useState(offset / hour);
  return (
    <>
      <NativeSelect
        size="xs"
        label={texts.clock}
        value={clock}
        data={(['exact', 'day', 'year', 'custom'] as const).map((value) => ({
          value,
          label: texts.clocks[value],
        }))}
        onChange={({ currentTarget: { value } }) => {
          if (value === 'custom') setClock('custom');
          else if (value === 'exact' || value === 'day' || value === 'year') {
            setClock(value);
            onChange({ clockOffset: clocks[value] });
          }
        }}
      />
      {clock === 'custom' && (
        <Group
          gap="xs"
          align="flex-end"
          component="form"
          onSubmit={(event) => {
            event.preventDefault();
            onChange({ clockOffset: Math.round(hours * hour) });
          }}
        >
          <NumberInput
            flex={1}
            size="xs"
            label={texts.hoursAhead}
            min={-87_600}
            max={87_600}
            value={hours}
            onChange={(value) => typeof value === 'number' && setHours(value)}
          />
          <Button type="submit" size="xs" variant="light">
            {texts.apply}
          </Button>
        </Group>
      )}
    </>
  );
}
