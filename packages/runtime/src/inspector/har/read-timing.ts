import type { WireTiming } from '@minigate/network';
import { blankTiming } from '../blank-timing.ts';
import type { Fields } from './fields.ts';

const moments = [
  'lookupStart',
  'lookupEnd',
  'connectStart',
  'connectEnd',
  'tlsStart',
  'tlsEnd',
  'requestStart',
  'requestEnd',
  'responseStart',
  'responseEnd',
] as const;

/** The timing that Minigate wrote. */
export function exactTiming(fields: Fields | undefined): WireTiming | undefined {
  if (fields === undefined) return undefined;
  const timing = blankTiming();
  for (const moment of moments) timing[moment] = fields.moment(moment) ?? 0;
  timing.reused = fields.flag('reused') ?? false;
  timing.peerAddress = fields.text('peerAddress') ?? '';
  timing.peerPort = fields.count('peerPort') ?? 0;
  timing.sentBytes = fields.count('sentBytes') ?? 0;
  timing.receivedBytes = fields.count('receivedBytes') ?? 0;
  return timing;
}

/** What the phases of somebody else's entry that began at `start` say; -1 and less did not happen. */
export function timingFrom(entry: Fields, start: number): WireTiming | undefined {
  const phases = entry.fields('timings');
  if (phases === undefined) return undefined;
  const timing = blankTiming();
  let at = start + lengthOf(phases, 'blocked');
  const pass = (phase: string): [number, number] => {
    const from = at;
    at += lengthOf(phases, phase);
    return [from, at];
  };
  if (happened(phases, 'dns')) [timing.lookupStart, timing.lookupEnd] = pass('dns');
  if (happened(phases, 'connect')) {
    const [from, to] = pass('connect');
    [timing.connectStart, timing.connectEnd] = [from, to];
    if (happened(phases, 'ssl')) {
      timing.tlsStart = Math.max(from, to - lengthOf(phases, 'ssl'));
      [timing.connectEnd, timing.tlsEnd] = [timing.tlsStart, to];
    }
  } else {
    timing.reused = true;
  }
  [timing.requestStart, timing.requestEnd] = pass('send');
  at += lengthOf(phases, 'wait');
  [timing.responseStart, timing.responseEnd] = pass('receive');
  timing.peerAddress = (entry.text('serverIPAddress') ?? '').replace(/^\[(.*)\]$/, '$1');
  timing.sentBytes = sizes(entry.fields('request'));
  const response = entry.fields('response');
  timing.receivedBytes = response?.count('_transferSize') ?? sizes(response);
  return timing;
}

function happened(phases: Fields, phase: string): boolean {
  return (phases.number(phase) ?? -1) >= 0;
}

function lengthOf(phases: Fields, phase: string): number {
  return Math.max(0, phases.number(phase) ?? 0);
}

function sizes(message: Fields | undefined): number {
  return (message?.count('headersSize') ?? 0) + (message?.count('bodySize') ?? 0);
}
