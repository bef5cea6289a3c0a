import { type LinkPreset, linkPresets } from '@minigate/runtime/inspector';
import type { ConditionsState } from '@minigate/runtime/simulator/protocol';

export type Preset = ConditionsState['preset'];

/** What can be chosen at once: the links of the simulator, and whatever else. */
export const presets: readonly Preset[] = [...Object.keys(linkPresets).filter(isPreset), 'custom'];

function isPreset(name: string): name is LinkPreset {
  return Object.hasOwn(linkPresets, name);
}

/** What makes a device have a preset; a custom one begins with what there is. */
export function conditionsFor(preset: Preset, now: ConditionsState): ConditionsState {
  return preset === 'custom' ? { ...now, preset, offline: false } : { preset, ...linkPresets[preset] };
}

/** Clocks that can be chosen at once, in milliseconds ahead. */
export const clocks = { exact: 0, day: 86_400_000, year: -365 * 86_400_000 } as const;

export type Clock = keyof typeof clocks | 'custom';

export function clockOf(offset: number): Clock {
  if (offset === clocks.exact) return 'exact';
  if (offset === clocks.day) return 'day';
  return offset === clocks.year ? 'year' : 'custom';
}
