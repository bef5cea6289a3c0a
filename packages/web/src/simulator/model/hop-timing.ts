import { type Entry, type PhaseSpan, phaseSpans } from '@minigate/runtime/inspector';

/** A part of one hop: percent of the call's whole time, and milliseconds. */
export interface HopPart {
  readonly phase: PhaseSpan['phase'];
  readonly start: number;
  readonly width: number;
  readonly span: number;
}

/**
 * When the parts of one hop happened, within the call.
 *
 * @param index which hop, from 0
 * @param end when the call ended; milliseconds since the epoch
 */
export function hopParts(entry: Entry, index: number, end: number): HopPart[] {
  const whole = Math.max(1, end - entry.calledAt);
  return phaseSpans(entry, index).map(({ phase, from, to }) => ({
    phase,
    start: (100 * Math.max(0, from - entry.calledAt)) / whole,
    width: (100 * (to - from)) / whole,
    span: to - from,
  }));
}

/** A stretch in which no phase of a call was under way: percent of its whole time, and milliseconds. */
export type Gap = Omit<HopPart, 'phase'>;

/**
 * What no phase of a call explains, where it lies between and behind them.
 *
 * @param to when the call ended; milliseconds since the epoch
 */
export function gapsOf(entry: Entry, to: number): Gap[] {
  const { calledAt, waited, hops } = entry;
  const whole = Math.max(1, to - calledAt);
  const known = hops
    .flatMap((_, index) => hopParts(entry, index, to))
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
