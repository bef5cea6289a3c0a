import { type LinkPreset, linkPresets } from '@minigate/runtime/inspector';
import type { ConditionsState, DeviceChange, DeviceState } from '@minigate/runtime/simulator/protocol';

/** What can be chosen at once: links as people know them, one that loses requests, and whatever else. */
export type Preset = LinkPreset | 'loss' | 'custom';

export const presets: readonly Preset[] = [
  'none',
  'offline',
  'slow2g',
  '2g',
  '3g',
  '4g',
  'wifi',
  'loss',
  'custom',
];

/** Of so many requests one is lost. */
const lossy = 0.2;

/** Which preset a device has. A device without a connection is offline. */
export function presetOf({ connection, conditions: { preset } }: DeviceState): Preset {
  if (connection === 'none') return 'offline';
  return presets.find((known) => known === preset) ?? 'custom';
}

/** What makes a device have a preset; a device without a connection gets one again. */
export function changeTo(preset: Preset, device: DeviceState): DeviceChange {
  if (preset === 'offline') return { connection: 'none' };
  const back: DeviceChange = device.connection === 'none' ? { connection: 'wifi' } : {};
  return { ...back, conditions: { ...conditionsOf(preset, device), preset } };
}

function conditionsOf(
  preset: Exclude<Preset, 'offline'>,
  device: DeviceState,
): Omit<ConditionsState, 'preset'> {
  if (preset === 'custom') return device.conditions;
  const { latency, download = 0, upload = 0, loss } = linkPresets[preset === 'loss' ? 'none' : preset];
  return { latency, download, upload, loss: preset === 'loss' ? lossy : loss };
}

/** Clocks that can be chosen at once, in milliseconds ahead. */
export const clocks = { exact: 0, day: 86_400_000, year: -365 * 86_400_000 } as const;

export type Clock = keyof typeof clocks | 'custom';

export function clockOf(offset: number): Clock {
  if (offset === clocks.exact) return 'exact';
  if (offset === clocks.day) return 'day';
  return offset === clocks.year ? 'year' : 'custom';
}
