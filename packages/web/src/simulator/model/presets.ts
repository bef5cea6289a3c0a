import type { ConditionsState, DeviceChange, DeviceState } from '@minigate/runtime/simulator/protocol';

/** What can be chosen at once. `offline` is no condition but a device without a connection. */
export type Preset = 'none' | 'offline' | 'fast-3g' | 'slow' | 'latency' | 'loss' | 'custom';

const open = { latency: 0, download: 0, upload: 0, loss: 0 };

/** Milliseconds, bytes per second, and of how many requests one is lost. */
const conditions: Readonly<Record<Exclude<Preset, 'offline' | 'custom'>, Omit<ConditionsState, 'preset'>>> = {
  none: open,
  'fast-3g': { ...open, latency: 150, download: 200_000, upload: 90_000 },
  slow: { ...open, latency: 400, download: 50_000, upload: 50_000 },
  latency: { ...open, latency: 2000 },
  loss: { ...open, loss: 0.2 },
};

export const presets: readonly Preset[] = ['none', 'offline', 'fast-3g', 'slow', 'latency', 'loss', 'custom'];

/** Which preset a device has. */
export function presetOf({ connection, conditions: { preset } }: DeviceState): Preset {
  if (connection === 'none') return 'offline';
  return isPlain(preset) ? preset : 'custom';
}

/** What makes a device have a preset; a device without a connection gets one again. */
export function changeTo(preset: Preset, device: DeviceState): DeviceChange {
  if (preset === 'offline') return { connection: 'none' };
  const back: DeviceChange = device.connection === 'none' ? { connection: 'wifi' } : {};
  const values = isPlain(preset) ? conditions[preset] : device.conditions;
  return { ...back, conditions: { ...values, preset } };
}

function isPlain(preset: string): preset is keyof typeof conditions {
  return Object.hasOwn(conditions, preset);
}

/** Clocks that can be chosen at once, in milliseconds ahead. */
export const clocks = { exact: 0, day: 86_400_000, year: -365 * 86_400_000 } as const;

export type Clock = keyof typeof clocks | 'custom';

export function clockOf(offset: number): Clock {
  if (offset === clocks.exact) return 'exact';
  if (offset === clocks.day) return 'day';
  return offset === clocks.year ? 'year' : 'custom';
}
