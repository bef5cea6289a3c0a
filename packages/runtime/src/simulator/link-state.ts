import { type LinkConditions, type LinkPreset, linkPresets } from './presets.ts';
import type { ConditionsState } from './protocol.ts';

/** What a page shows of a preset. */
export function conditionsOf(preset: LinkPreset): ConditionsState {
  const { latency, download = 0, upload = 0, loss } = linkPresets[preset];
  return { preset, latency, download, upload, loss };
}

export function isPreset(name: unknown): name is LinkPreset {
  return typeof name === 'string' && Object.hasOwn(linkPresets, name);
}

/** What the link is like then. */
export function linkOf({ preset, latency, download, upload, loss }: ConditionsState): LinkConditions {
  if (isPreset(preset)) return linkPresets[preset];
  return {
    latency,
    loss,
    offline: false,
    ...(download > 0 && { download }),
    ...(upload > 0 && { upload }),
  };
}
