import type {
  AccelerationState,
  ConsoleLine,
  DeviceState,
  FeedItem,
  ProgramState,
} from '@minigate/runtime/simulator/protocol';
import { type Call, callOf } from './call.ts';
import { placeCalls } from './calls.ts';
import { placeLines } from './lines.ts';

/** Everything that the feed has told. Immutable. */
export interface Simulation {
  readonly calls: readonly Call[];
  readonly lines: readonly ConsoleLine[];
  readonly program?: ProgramState;
  readonly device?: DeviceState;
  /** Absent where nothing is accelerated. */
  readonly acceleration?: AccelerationState | undefined;
  /** Files that changed on the disk, each with the count of the change that was told last. */
  readonly changedFiles: Readonly<Record<string, number>>;
  readonly fileChanges: number;
  readonly mocks?: { readonly text: string; readonly problem?: string };
}

export const nothingTold: Simulation = {
  calls: [],
  lines: [],
  changedFiles: {},
  fileChanges: 0,
};

/**
 * What is known after these items, in their order.
 *
 * @example
 * simulation = afterItems(simulation, batch.items);
 */
export function afterItems(before: Simulation, items: readonly FeedItem[]): Simulation {
  let now = before;
  let calls: Call[] = [];
  let lines: ConsoleLine[] = [];
  const settle = () => {
    now = { ...now, calls: placeCalls(now.calls, calls), lines: placeLines(now.lines, lines) };
    calls = [];
    lines = [];
  };
  for (const item of items) {
    switch (item.kind) {
      case 'call':
        calls.push(callOf(item.run, item.row));
        break;
      case 'line':
        lines.push(item.line);
        break;
      case 'cleared':
        settle();
        now = cleared(now, item.upTo);
        break;
      case 'program':
        now = { ...now, program: item.program };
        break;
      case 'device':
        now = { ...now, device: item.device };
        break;
      case 'acceleration':
        now = { ...now, acceleration: item.acceleration };
        break;
      case 'files':
        now = filesChanged(now, item.changed);
        break;
      case 'mocks':
        now = { ...now, mocks: item };
        break;
    }
  }
  settle();
  return now;
}

function cleared(now: Simulation, upTo: number): Simulation {
  return {
    ...now,
    calls: now.calls.filter(({ run }) => run > upTo),
    lines: now.lines.filter(({ run }) => run > upTo),
  };
}

function filesChanged(now: Simulation, changed: readonly string[]): Simulation {
  const fileChanges = now.fileChanges + 1;
  const marks = Object.fromEntries(changed.map((path) => [path, fileChanges]));
  return { ...now, fileChanges, changedFiles: { ...now.changedFiles, ...marks } };
}
