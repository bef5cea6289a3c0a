import { isLinkPreset, linkPresets } from './presets.ts';
import { type ConditionsState, connectionTypes, type DeviceChange } from './protocol.ts';
import { SimulatorError } from './simulator-error.ts';

/** Milliseconds. Ten years to either side are beyond the life of every certificate. */
const furthestClock = 10 * 366 * 24 * 3_600_000;
const longestLatency = 60_000;
const highestSpeed = 2 ** 40;

type Readers = {
  readonly [K in keyof Required<DeviceChange>]: (value: unknown) => Required<DeviceChange>[K];
};

/**
 * What is asked of the device, checked.
 *
 * @param profiles the names of the host profiles
 * @throws SimulatorError 400 with a sentence for the first thing that is wrong
 */
export function readDeviceChange(value: unknown, profiles: readonly string[]): DeviceChange {
  const readers: Readers = {
    lifecycle: (given) => oneOf('lifecycle', given, ['foreground', 'background'] as const),
    connection: (given) => oneOf('connection', given, connectionTypes),
    conditions: readConditions,
    debugging: (given) => flag('debugging', given),
    firstParty: (given) => (given === 'policy' ? given : flag('firstParty', given)),
    profile: (given) => oneOf('profile', given, ['policy', ...profiles]),
    clockOffset: (given) => number('clockOffset', given, -furthestClock, furthestClock),
  };
  return Object.fromEntries(
    Object.entries(record('The body', value)).map(([name, given]) => {
      if (!isField(name, readers)) throw new SimulatorError(400, `A device has no "${name}".`);
      return [name, readers[name](given)];
    }),
  );
}

function isField(name: string, readers: Readers): name is keyof Readers {
  return Object.hasOwn(readers, name);
}

/** Of a preset its name is enough, and its numbers are those of the table whatever is given. */
function readConditions(value: unknown): ConditionsState {
  const { preset, ...link } = record('conditions', value);
  if (isLinkPreset(preset)) return { preset, ...linkPresets[preset] };
  if (preset !== 'custom') {
    throw new SimulatorError(
      400,
      `conditions.preset must be one of ${Object.keys(linkPresets).join(', ')}, or "custom".`,
    );
  }
  const { latency, download, upload, loss, offline, ...more } = link;
  const [unknown] = Object.keys(more);
  if (unknown !== undefined) throw new SimulatorError(400, `conditions have no "${unknown}".`);
  return {
    preset,
    latency: number('conditions.latency', latency, 0, longestLatency),
    loss: number('conditions.loss', loss, 0, 1),
    offline: flag('conditions.offline', offline),
    ...(download !== undefined && { download: number('conditions.download', download, 1, highestSpeed) }),
    ...(upload !== undefined && { upload: number('conditions.upload', upload, 1, highestSpeed) }),
  };
}

function record(name: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new SimulatorError(400, `${name} must be an object.`);
}

function oneOf<T extends string>(name: string, value: unknown, possible: readonly T[]): T {
  const found = possible.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw new SimulatorError(400, `${name} must be one of ${possible.join(', ')}.`);
}

function flag(name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new SimulatorError(400, `${name} must be true or false.`);
}

function number(name: string, value: unknown, least: number, most: number): number {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw new SimulatorError(400, `${name} must be a number from ${least} to ${most}.`);
}
