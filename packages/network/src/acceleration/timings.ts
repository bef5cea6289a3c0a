import type { WireTiming } from '../transport/transport.ts';
import type { Timing } from './server.ts';

/** Where a connection was made: TCP and TLS together, in milliseconds. */
function connectTime({ reused, connectStart, tlsEnd }: Readonly<WireTiming>): number | undefined {
  return reused || connectStart === 0 || tlsEnd === 0 ? undefined : tlsEnd - connectStart;
}

/** From the end of the request to the first byte of its answer, in milliseconds. */
export function firstByteTime({ requestStart, requestEnd, responseStart }: Readonly<WireTiming>): number {
  return Math.max(responseStart - (requestEnd || requestStart), 0);
}

/** What a call or a probe took: its connection, where one was made, and the first byte, where something was asked. */
export function timingOf(firstByte: number | undefined, timing: Readonly<WireTiming>): Timing {
  const connect = connectTime(timing);
  return {
    ...(firstByte !== undefined && { firstByte }),
    ...(connect !== undefined && { connect, tls: timing.tlsEnd - timing.tlsStart }),
  };
}
