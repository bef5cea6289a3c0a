import type { Entry, EntryHop } from '@minigate/runtime/inspector';
import type { Phase } from './waterfall.ts';

/** A part of one hop: percent of the call's whole time, and milliseconds. */
export interface HopPart {
  readonly phase: Phase;
  readonly start: number;
  readonly width: number;
  readonly span: number;
}

/**
 * When the parts of one hop happened, within the call.
 *
 * @param from when the call was made, @param to when it ended; milliseconds since the epoch
 */
export function hopParts({ timing }: EntryHop, from: number, to: number): HopPart[] {
  if (timing === undefined) return [];
  const whole = Math.max(1, to - from);
  const parts: readonly (readonly [Phase, number, number])[] = [
    ['dns', timing.lookupStart, timing.lookupEnd],
    ['connect', timing.connectStart, timing.connectEnd],
    ['tls', timing.tlsStart, timing.tlsEnd],
    ['wait', timing.requestStart, timing.responseStart],
    ['download', timing.responseStart, timing.responseEnd],
  ];
  return parts
    .filter(([, start, end]) => start !== 0 && end !== 0)
    .map(([phase, start, end]) => ({
      phase,
      start: (100 * Math.max(0, start - from)) / whole,
      width: (100 * Math.max(0, end - start)) / whole,
      span: Math.max(0, end - start),
    }));
}

/** A stretch in which no phase of a call was under way: percent of its whole time, and milliseconds. */
export type Gap = Omit<HopPart, 'phase'>;

/**
 * What no phase of a call explains, where it lies between and behind them.
 *
 * @param to when the call ended; milliseconds since the epoch
 */
export function gapsOf({ calledAt, waited, hops }: Entry, to: number): Gap[] {
  const whole = Math.max(1, to - calledAt);
  const known = hops
    .flatMap((hop) => hopParts(hop, calledAt, to))
    .map(({ start, span }) => {
      const from = (start * whole) / 100;
      return { from, to: from + span };
    });
  const gaps: Gap[] = [];
  let at = waited;
  const end = { from: whole, to: whole };
  for (const part of [...known.toSorted((one, other) => one.from - other.from), end]) {
    const span = part.from - at;
    if (span > shortest) gaps.push({ start: (100 * at) / whole, width: (100 * span) / whole, span });
    at = Math.max(at, part.to);
  }
  return gaps;
}

/** What is shorter is the rounding of numbers. */
const shortest = 0.001;
