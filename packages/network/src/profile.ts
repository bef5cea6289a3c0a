import type { Profile } from './api.ts';
import type { WireHead, WireTiming } from './transport/transport.ts';

/** What is known of a call when its answer is complete. Moments are those of `performance.now()`. */
export interface CallTiming {
  readonly invokeStart: number;
  readonly queueStart: number;
  /** Equal to `queueStart` where the call did not wait. */
  readonly queueEnd: number;
  /** Every hop in order; the last one gave the answer. */
  readonly hops: readonly Readonly<WireTiming>[];
  /** Whether every redirect stayed on the hostname of the call. */
  readonly sameDomain: boolean;
  /** Whether the last hop went over TLS. */
  readonly secure: boolean;
  /** Told instead of the port that was dialled. */
  readonly port?: number | undefined;
  readonly protocol: WireHead['protocol'];
}

/** Whole milliseconds since the epoch; 0 stays 0. */
function epoch(moment: number): number {
  return moment === 0 ? 0 : Math.floor(performance.timeOrigin + moment);
}

/** Bits in a millisecond are kilobits in a second. */
function kilobitsPerSecond(bytes: number, milliseconds: number): number {
  return milliseconds > 0 ? Math.round((bytes * 8) / milliseconds) : 0;
}

/**
 * When each part of a call happened, in whole milliseconds since the epoch. Rule 15.
 *
 * A connection that was reused has lookup, connect and TLS moments equal to `fetchStart`; plain HTTP has TLS
 * moments 0. The redirect moments are 0 unless the call was redirected within its own hostname. `rtt` and
 * `transportRttEstimate` are the time that TCP took to connect, `httpRttEstimate` the time from the request
 * to the first byte of its answer. Byte counts are those of all hops together.
 *
 * @example
 * buildProfile({ invokeStart: 1, queueStart: 1, queueEnd: 1, hops, sameDomain: true, secure: true, protocol: 'h2' });
 */
export function buildProfile(call: CallTiming): Profile {
  const { hops } = call;
  const last = hops.at(-1);
  if (last === undefined) throw new RangeError('A profile needs at least one hop.');
  const before = hops.at(-2);
  const redirected = before !== undefined && call.sameDomain;
  const fetchMoment = before === undefined ? call.queueEnd : before.responseEnd || before.responseStart;
  const fetchStart = epoch(fetchMoment);
  const lookupStart = epoch(last.lookupStart) || fetchStart;
  const lookupEnd = epoch(last.lookupEnd) || lookupStart;
  const connectStart = epoch(last.connectStart) || lookupEnd;
  const tcpTime = last.connectStart === 0 ? 0 : Math.round(last.connectEnd - last.connectStart);
  const kbps = kilobitsPerSecond(last.receivedBytes, last.responseEnd - last.responseStart);
  let sent = 0;
  let received = 0;
  for (const hop of hops) {
    sent += hop.sentBytes;
    received += hop.receivedBytes;
  }
  return {
    redirectStart: redirected ? epoch(call.queueEnd) : 0,
    redirectEnd: redirected ? fetchStart : 0,
    fetchStart,
    httpDNSDomainLookUpStart: 0,
    httpDNSDomainLookUpEnd: 0,
    domainLookUpStart: lookupStart,
    domainLookUpEnd: lookupEnd,
    domainLookupStart: lookupStart,
    domainLookupEnd: lookupEnd,
    connectStart,
    connectEnd: epoch(Math.max(last.connectEnd, last.tlsEnd)) || connectStart,
    SSLconnectionStart: call.secure ? epoch(last.tlsStart) || fetchStart : 0,
    SSLconnectionEnd: call.secure ? epoch(last.tlsEnd) || fetchStart : 0,
    requestStart: epoch(last.requestStart),
    requestEnd: epoch(last.requestEnd),
    responseStart: epoch(last.responseStart),
    responseEnd: epoch(last.responseEnd),
    rtt: tcpTime,
    estimate_nettype: 0 as never,
    httpRttEstimate: Math.max(0, Math.round(last.responseStart - last.requestEnd)),
    transportRttEstimate: tcpTime,
    downstreamThroughputKbpsEstimate: kbps,
    throughputKbps: kbps,
    peerIP: last.peerAddress,
    port: call.port ?? last.peerPort,
    socketReused: last.reused,
    sendBytesCount: sent,
    receivedBytedCount: received,
    protocol: call.protocol,
    invokeStart: epoch(call.invokeStart),
    queueStart: epoch(call.queueStart),
    queueEnd: epoch(call.queueEnd),
    usingHighPerformanceMode: false,
  };
}
