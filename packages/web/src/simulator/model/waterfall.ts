import type { Phases } from '@minigate/runtime/inspector';
import { type Call, durationOf } from './call.ts';

export type Phase = keyof Phases;

export const phaseNames: readonly Phase[] = ['queue', 'dns', 'connect', 'tls', 'wait', 'download'];

/** A stretch of time; milliseconds since the epoch. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** A part of a bar; percent of the column's width. `rest` is what no phase accounts for. */
export interface Bar {
  readonly phase: Phase | 'rest';
  readonly start: number;
  readonly width: number;
}

/** The stretch in which the calls lie, at least a tenth of a second long. A socket that stays open does not stretch it. */
export function timeSpanOf(calls: readonly Call[], now: number): TimeSpan {
  let from = Number.POSITIVE_INFINITY;
  let to = 0;
  for (const { row } of calls) {
    if (row.calledAt < from) from = row.calledAt;
    const end = row.settledAt ?? (row.socket?.open === true ? row.calledAt : now);
    if (end > to) to = end;
  }
  if (from > to) return { from: now, to: now + 100 };
  // In steps, so that not every line is drawn anew with every call.
  const length = Math.max(100, to - from);
  const step = roundStep(length / 50);
  return { from, to: from + Math.ceil(length / step) * step };
}

/** The phases of a call one after the other, from the call to its ending. A call without phases is one bar. */
export function barsOf(call: Call, span: TimeSpan, now: number): Bar[] {
  const length = span.to - span.from;
  const percent = (milliseconds: number) => (100 * milliseconds) / length;
  const total = durationOf(call, now);
  const known = phaseNames.reduce((sum, phase) => sum + call.row.phases[phase], 0);
  // Phases of a hop can overlap those of the next one; they are drawn no longer than the call.
  const scale = known > total && known > 0 ? total / known : 1;
  const bars: Bar[] = [];
  let at = call.row.calledAt - span.from;
  const add = (phase: Bar['phase'], milliseconds: number) => {
    if (milliseconds <= 0) return;
    if (at < length)
      bars.push({ phase, start: percent(at), width: percent(Math.min(milliseconds, length - at)) });
    at += milliseconds;
  };
  for (const phase of phaseNames) add(phase, call.row.phases[phase] * scale);
  add(call.row.state === 'waiting' ? 'queue' : 'rest', total - known * scale);
  return bars;
}

export interface Tick {
  /** Percent of the column's width. */
  readonly at: number;
  /** Milliseconds after the beginning. */
  readonly offset: number;
}

/** Marks of a time axis at round distances, `most` of them at most, without the beginning. */
export function ticksOf({ from, to }: TimeSpan, most: number): Tick[] {
  const length = to - from;
  const step = roundStep(length / (most + 1));
  const ticks: Tick[] = [];
  for (let offset = step; offset < length && ticks.length < most; offset += step) {
    ticks.push({ at: (100 * offset) / length, offset });
  }
  return ticks;
}

/** 1, 2 or 5 times a power of ten, not below what is asked. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const digit = [1, 2, 5, 10].find((candidate) => candidate * power >= least) ?? 10;
  return digit * power;
}
