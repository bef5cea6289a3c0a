import type { Entry } from './protocol.ts';

/** How long each part of a call took, all hops together; 0 where it did not happen. */
export interface Phases {
  /** Until it had a slot. */
  readonly queue: number;
  readonly dns: number;
  readonly connect: number;
  readonly tls: number;
  /** From the request to the first byte of its answer. */
  readonly wait: number;
  readonly download: number;
}

/** When a part of one hop happened. Milliseconds since the epoch. */
export interface PhaseSpan {
  readonly phase: Exclude<keyof Phases, 'queue'>;
  readonly from: number;
  readonly to: number;
}

/**
 * The parts of one hop in their order, without those that did not happen. What was under way when the call ended, such as
 * the wait for an answer that never came, ends with it.
 *
 * @param index which hop, from 0
 */
export function phaseSpans({ hops, settledAt }: Entry, index: number): PhaseSpan[] {
  const timing = hops[index]?.timing;
  if (timing === undefined) return [];
  const ending = hops[index + 1]?.request?.time ?? settledAt;
  const parts: readonly (readonly [PhaseSpan['phase'], number, number])[] = [
    ['dns', timing.lookupStart, timing.lookupEnd],
    ['connect', timing.connectStart, timing.connectEnd],
    ['tls', timing.tlsStart, timing.tlsEnd],
    ['wait', timing.requestStart, timing.responseStart],
    ['download', timing.responseStart, timing.responseEnd],
  ];
  return parts.flatMap(([phase, from, known]) => {
    const to = known === 0 ? ending : known;
    return from === 0 || to === undefined ? [] : [{ phase, from, to: Math.max(from, to) }];
  });
}

/** How long each part of a call took, all hops together. */
export function phasesOf(entry: Entry): Phases {
  const phases = { queue: entry.waited, dns: 0, connect: 0, tls: 0, wait: 0, download: 0 };
  for (const { phase, from, to } of entry.hops.flatMap((_, index) => phaseSpans(entry, index))) {
    phases[phase] += to - from;
  }
  return phases;
}
