import { NativeSelect } from '@mantine/core';
import { linkPresets } from '@minigate/runtime/inspector';
import { connectionTypes, type DeviceChange, type DeviceState } from '@minigate/runtime/simulator/protocol';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { conditionsFor, type Preset, presets } from '../model/presets.ts';
import { CustomConditions } from './custom-conditions.tsx';
import { messages } from './device.messages.ts';

interface ConnectionFieldsProps {
  readonly device: DeviceState;
  readonly onChange: (change: DeviceChange) => void;
}

/** What connects the device, and how well. Rule 22. */
export function ConnectionFields({ device, onChange }: ConnectionFieldsProps) {
  const texts = useMessages(messages);
  const format = useFormat();
  const { preset } = device.conditions;
  const labelOf = (name: Preset) => {
    const { latency = 0, download } = name === 'custom' ? {} : linkPresets[name];
    const speed = download === undefined ? [] : [`${format.bytes(download)}/s`];
    const parts = [texts.presets[name], ...(latency > 0 ? [format.span(latency)] : []), ...speed];
    return parts.join(' · ');
  };
  return (
    <>
      <NativeSelect
        size="xs"
        label={texts.connection}
        value={device.connection}
        data={connectionTypes.map((value) => ({ value, label: texts.connections[value] }))}
        onChange={({ currentTarget }) => {
          const connection = connectionTypes.find((one) => one === currentTarget.value);
          if (connection !== undefined) onChange({ connection });
        }}
      />
      <NativeSelect
        size="xs"
        label={texts.conditions}
        value={preset}
        description={preset === 'offline' && device.connection !== 'none' ? texts.offlineText : undefined}
        data={presets.map((value) => ({ value, label: labelOf(value) }))}
        onChange={({ currentTarget }) => {
          const chosen = presets.find((one) => one === currentTarget.value);
          if (chosen !== undefined) onChange({ conditions: conditionsFor(chosen, device.conditions) });
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
