import { Button, NativeSelect, NumberInput, SimpleGrid, Stack } from '@mantine/core';
import type { ConnectionType } from '@minigate/network';
import type { ConditionsState, DeviceChange, DeviceState } from '@minigate/runtime/simulator/protocol';
import { useState } from 'react';
import { useMessages } from '../../ui/language.tsx';
import { changeTo, presetOf, presets } from '../model/presets.ts';
import { messages } from './device.messages.ts';

interface ConnectionFieldsProps {
  readonly device: DeviceState;
  readonly onChange: (change: DeviceChange) => void;
}

const connections = [
  'wifi',
  '2g',
  '3g',
  '4g',
  '5g',
  'ethernet',
  'unknown',
  'none',
] as const satisfies ConnectionType[];

/** What connects the device, and how well. Rule 22. */
export function ConnectionFields({ device, onChange }: ConnectionFieldsProps) {
  const texts = useMessages(messages);
  const preset = presetOf(device);
  return (
    <>
      <NativeSelect
        size="xs"
        label={texts.connection}
        value={device.connection}
        data={connections.map((value) => ({ value, label: texts.connections[value] }))}
        onChange={({ currentTarget }) => {
          const connection = connections.find((one) => one === currentTarget.value);
          if (connection !== undefined) onChange({ connection });
        }}
      />
      <NativeSelect
        size="xs"
        label={texts.conditions}
        value={preset}
        data={presets.map((value) => ({ value, label: texts.presets[value] }))}
        onChange={({ currentTarget }) => {
          const chosen = presets.find((one) => one === currentTarget.value);
          if (chosen !== undefined) onChange(changeTo(chosen, device));
        }}
      />
      {preset === 'custom' && (
        <CustomConditions
          key={JSON.stringify(device.conditions)}
          conditions={device.conditions}
          onChange={(conditions) => onChange({ conditions })}
        />
      )}
    </>
  );
}

interface CustomConditionsProps {
  readonly conditions: ConditionsState;
  readonly onChange: (conditions: ConditionsState) => void;
}

function CustomConditions({ conditions, onChange }: CustomConditionsProps) {
  const texts = useMessages(messages);
  const [draft, setDraft] = useState(conditions);
  const field = (name: 'latency' | 'download' | 'upload' | 'loss', unit: number, most: number) => (
    <NumberInput
      size="xs"
      label={texts.custom[name]}
      title={name === 'download' || name === 'upload' ? texts.custom.unlimited : undefined}
      min={0}
      max={most}
      hideControls
      value={draft[name] / unit}
      onChange={(value) => {
        if (typeof value === 'number') setDraft({ ...draft, [name]: value * unit });
      }}
    />
  );
  return (
    <Stack
      gap="xs"
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        onChange({ ...draft, preset: 'custom' });
      }}
    >
      <SimpleGrid cols={2} spacing="xs" verticalSpacing="xs">
        {field('latency', 1, 60_000)}
        {field('loss', 0.01, 100)}
        {field('download', 1000, 1_000_000)}
        {field('upload', 1000, 1_000_000)}
      </SimpleGrid>
      <Button type="submit" size="xs" variant="light">
        {texts.apply}
      </Button>
    </Stack>
  );
}
