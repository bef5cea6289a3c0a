import type { SocketProfile } from '../socket-api.ts';
import type { WireTiming } from '../transport/transport.ts';

/** Whole milliseconds since the epoch. */
function epoch(moment: number): number {
  return Math.floor(performance.timeOrigin + moment);
}

/**
 * When each part of a handshake happened. Where no name was looked up, the moments of the look-up are
 * `fetchStart`. Rule 18.
 *
 * @param moments by the clock: when the program called, when the socket was dialled, and when it was open
 */
export function buildSocketProfile(
  { invokeStart, fetchStart, opened }: { invokeStart: number; fetchStart: number; opened: number },
  timing: Readonly<WireTiming>,
): SocketProfile {
  const lookupStart = timing.lookupStart || fetchStart;
  const lookupEnd = timing.lookupEnd || lookupStart;
  const connectStart = timing.connectStart || lookupEnd;
  const connectEnd = Math.max(timing.connectEnd, timing.tlsEnd) || connectStart;
  return {
    fetchStart: epoch(fetchStart),
    domainLookUpStart: epoch(lookupStart),
    domainLookUpEnd: epoch(lookupEnd),
    connectStart: epoch(connectStart),
    connectEnd: epoch(connectEnd),
    rtt: Math.round(connectEnd - connectStart),
    handshakeCost: Math.max(0, Math.round(timing.responseStart - timing.requestStart)),
    cost: Math.round(opened - invokeStart),
  };
}
