import type { Average } from './average.ts';
import { type Ejection, type Health, unharmed } from './health.ts';
import { choiceLimits } from './limits.ts';
import type { Measurements } from './server.ts';

/** What a {@link Chooser} knows of the candidates on one network of the device. */
export interface NetworkMemory {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly current: string | undefined;
  readonly servers: ReadonlyMap<string, Measurements>;
}

/** By the network's name, such as `wifi`. */
export type Memory = ReadonlyMap<string, NetworkMemory>;

/** With what was learnt on one network; of too many networks the oldest are left out. */
export function withNetwork(memory: Memory, network: string, learnt: NetworkMemory): Memory {
  const all = [...memory].filter(([name]) => name !== network);
  const newest = [...all, [network, learnt] as const].toSorted(([, a], [, b]) => b.at - a.at);
  return new Map(newest.slice(0, choiceLimits.rememberedNetworks));
}

/** Without what it has of other servers than these: a policy that changed has forgotten them. */
export function fitting(memory: Memory, origins: readonly string[]): Memory {
  const known = new Set(origins);
  const fits = [...memory].flatMap(([name, network]) => {
    const servers = new Map([...network.servers].filter(([origin]) => known.has(origin)));
    return servers.size === 0 ? [] : [[name, { ...network, servers }] as const];
  });
  return new Map(fits);
}

/** As JSON. */
export function writeMemory(memory: Memory): string {
  const networks = [...memory].map(([name, { at, current, servers }]) => [
    name,
    { at, current, servers: Object.fromEntries(servers) },
  ]);
  return JSON.stringify({ version: 1, networks: Object.fromEntries(networks) as unknown });
}

/**
 * Reads what {@link writeMemory} wrote. What is damaged, too old or from the future is left out: a memory is a hint,
 * never a reason to fail.
 */
export function readMemory(text: string, now: number): Memory {
  const whole = record(parse(text));
  if (whole?.['version'] !== 1) return new Map();
  let memory: Memory = new Map();
  for (const [name, value] of Object.entries(record(whole['networks']) ?? {})) {
    const network = readNetwork(value, now);
    if (network !== undefined) memory = withNetwork(memory, name, network);
  }
  return memory;
}

function readNetwork(value: unknown, now: number): NetworkMemory | undefined {
  const fields = record(value);
  const at = time(fields?.['at'], now);
  if (fields === undefined || at === undefined) return undefined;
  const servers = new Map<string, Measurements>();
  for (const [origin, entry] of Object.entries(record(fields['servers']) ?? {})) {
    const read = record(entry) ?? {};
    const firstByte = readAverage(read['firstByte'], now);
    const connect = readAverage(read['connect'], now);
    servers.set(origin, { firstByte, connect, health: readHealth(read['health'], now) });
  }
  const current = fields['current'];
  return { at, current: typeof current === 'string' ? current : undefined, servers };
}

function readAverage(value: unknown, now: number): Average | undefined {
  const fields = record(value) ?? {};
  const at = time(fields['at'], now);
  const [average, floor, usual] = ['value', 'floor', 'usual'].map((name) => amount(fields[name]));
  const [newer, older] = Array.isArray(fields['last']) ? fields['last'].map(amount) : [];
  if (at === undefined || average === undefined || floor === undefined) return undefined;
  if (usual === undefined || newer === undefined || older === undefined) return undefined;
  return { value: average, last: [newer, older], floor, usual, at };
}

function readHealth(value: unknown, now: number): Health {
  const fields = record(value) ?? {};
  const at = time(fields['at'], now);
  const [row, share, ejections] = ['row', 'share', 'ejections'].map((name) => amount(fields[name]));
  if (at === undefined || row === undefined || share === undefined || ejections === undefined)
    return unharmed;
  return { row, share: Math.min(share, 1), at, ejections, ejection: readEjection(fields['ejection'], now) };
}

function readEjection(value: unknown, now: number): Ejection | undefined {
  const fields = record(value) ?? {};
  const why = reasons.find((reason) => reason === fields['why']);
  const at = time(fields['at'], now);
  const until = amount(fields['until']);
  if (why === undefined || at === undefined || until === undefined) return undefined;
  return { why, at, until: Math.min(until, now + longestEjection), over: time(fields['over'], now) };
}

/** Longer than any ejection that a policy can set, with what chance adds to it. */
const longestEjection = 1.25 * 3_600_000;
const reasons: readonly Ejection['why'][] = [
  'unreachable',
  'silent',
  'broken',
  'unavailable',
  'certificate',
  'failure share',
];

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

function amount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** A time that is past, and not too long ago. */
function time(value: unknown, now: number): number | undefined {
  const at = amount(value);
  return at !== undefined && at <= now && now - at <= choiceLimits.longestMemory ? at : undefined;
}
