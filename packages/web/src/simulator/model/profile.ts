import type { Entry } from '@minigate/runtime/inspector';

/** A field of a result's `profile`, as the program reads it: moments in milliseconds since the epoch. */
export interface ProfileField {
  readonly name: string;
  readonly kind: 'moment' | 'span' | 'bytes' | 'text';
  readonly value: number | string;
}

/** What a call's `profile` says of its last hop, by the names that programs use; none before an answer. Rule 15.5. */
export function profileOf({ hops, calledAt, waited }: Entry): readonly ProfileField[] {
  const last = hops.findLast(({ timing }) => timing !== undefined);
  const timing = last?.timing;
  if (timing === undefined) return [];
  const moment = (name: string, value: number): ProfileField => ({
    name,
    kind: 'moment',
    value: Math.floor(value),
  });
  const sum = (field: 'sentBytes' | 'receivedBytes') =>
    hops.reduce((bytes, hop) => bytes + (hop.timing?.[field] ?? 0), 0);
  return [
    moment('invokeStart', calledAt),
    moment('queueStart', calledAt),
    moment('queueEnd', calledAt + waited),
    moment('domainLookUpStart', timing.lookupStart),
    moment('domainLookUpEnd', timing.lookupEnd),
    moment('connectStart', timing.connectStart),
    moment('connectEnd', Math.max(timing.connectEnd, timing.tlsEnd)),
    moment('SSLconnectionStart', timing.tlsStart),
    moment('SSLconnectionEnd', timing.tlsEnd),
    moment('requestStart', timing.requestStart),
    moment('requestEnd', timing.requestEnd),
    moment('responseStart', timing.responseStart),
    moment('responseEnd', timing.responseEnd),
    { name: 'rtt', kind: 'span', value: between(timing.connectStart, timing.connectEnd) },
    { name: 'httpRttEstimate', kind: 'span', value: between(timing.requestEnd, timing.responseStart) },
    { name: 'peerIP', kind: 'text', value: timing.peerAddress },
    { name: 'port', kind: 'text', value: String(timing.peerPort) },
    { name: 'socketReused', kind: 'text', value: String(timing.reused) },
    { name: 'sendBytesCount', kind: 'bytes', value: sum('sentBytes') },
    { name: 'receivedBytedCount', kind: 'bytes', value: sum('receivedBytes') },
    { name: 'protocol', kind: 'text', value: last?.response?.protocol ?? '' },
  ];
}

function between(start: number, end: number): number {
  return start === 0 || end === 0 ? 0 : Math.max(0, Math.round(end - start));
}
