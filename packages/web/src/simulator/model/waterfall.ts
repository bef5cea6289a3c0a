import type { Phases } from '@minigate/runtime/inspector';
import { type Call, durationOf } from './call.ts';

export type Phase = keyof Phases;

export const phaseNames: readonly Phase[] = ['queue', 'dns', 'connect', 'tls', 'wait', 'download'];

/** A stretch of time; milliseconds since the epoch. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** `rest` is what no phase accounts for: judging, decoding, callbacks, or a call that had no connection. */
export type BarKind = Phase | 'rest';

export const barKinds: readonly BarKind[] = [...phaseNames, 'rest'];

/** A part of a bar; percent of the column's width. */
export interface Bar {
  readonly phase: BarKind;
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

/** The parts of a call one after the other, from the call to its ending. */
export function barsOf(call: Call, span: TimeSpan, now: number): Bar[] {
  const length = span.to - span.from;
  const percent = (milliseconds: number) => (100 * milliseconds) / length;
  const bars: Bar[] = [];
  let at = call.row.calledAt - span.from;
  for (const [phase, milliseconds] of partsOf(call, now)) {
    if (at >= length) break;
    bars.push({ phase, start: percent(at), width: percent(Math.min(milliseconds, length - at)) });
    at += milliseconds;
  }
  return bars;
}

export interface Tick {
  /** Percent of the column's width. */
  readonly at: number;
  /** Milliseconds after the beginning. */
  readonly offset: number;
}

/** How long each part of a call took, in milliseconds; together they are the whole call. */
export function partsOf(call: Call, now: number): readonly (readonly [BarKind, number])[] {
  const total = durationOf(call, now);
  const known = phaseNames.reduce((sum, phase) => sum + call.row.phases[phase], 0);
  // Phases of a hop can overlap those of the next one; together they are no longer than the call.
  const scale = known > total && known > 0 ? total / known : 1;
  const rest = Math.max(0, total - known * scale);
  const isWaiting = call.row.state === 'waiting';
  return (
    barKinds
      .map((kind): readonly [BarKind, number] => {
        if (kind === 'rest') return [kind, isWaiting ? 0 : rest];
        return [kind, call.row.phases[kind] * scale + (kind === 'queue' && isWaiting ? rest : 0)];
      })
      // Less than that is the rounding of numbers.
      .filter(([, span]) => span > 0.001)
  );
}

/** Pixels that a mark of a time axis takes, and those that the name of the column takes. */
const tickWidth = 58;
const nameWidth = 92;

/** The marks of a time axis that can be read beside the column's name, which stands at its beginning. */
export function readableTicks(span: TimeSpan, width: number): Tick[] {
  const most = Math.floor(width / tickWidth) - 1;
  if (most < 1) return [];
  return ticksOf(span, most).filter(({ at }) => {
    const pixels = (at * width) / 100;
    return pixels >= nameWidth && pixels <= width - tickWidth;
  });
}

/** Marks of a time axis at round distances, `most` of them at most, without the beginning. */
export function ticksOf({ from, to }: TimeSpan, most: number): Tick[] {
  const length = to - from;
  const step = clockStep(length / (most + 1));
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

const minute = 60_000;
const hour = 60 * minute;
const clockSteps = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440].map(
  (minutes) => minutes * minute,
);

/** As clocks go: from half a minute on a round step is one of minutes and hours. */
function clockStep(least: number): number {
  if (least <= 20_000) return roundStep(least);
  return clockSteps.find((step) => step >= least) ?? roundStep(least / hour) * hour;
}
