import { type Entry, type EntryHop, phasesOf } from '@minigate/runtime/inspector';
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

/** What no phase of a call explains, in milliseconds. @param to when the call ended, since the epoch */
export function restOf(entry: Entry, to: number): number {
  const known = Object.values(phasesOf(entry)).reduce((sum, span) => sum + span, 0);
  return Math.max(0, to - entry.calledAt - known);
}
