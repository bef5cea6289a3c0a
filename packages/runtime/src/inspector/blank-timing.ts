import type { WireTiming } from '@minigate/network';

/** Of a hop that has not begun. */
export function blankTiming(): WireTiming {
  return {
    lookupStart: 0,
    lookupEnd: 0,
    connectStart: 0,
    connectEnd: 0,
    tlsStart: 0,
    tlsEnd: 0,
    requestStart: 0,
    requestEnd: 0,
    responseStart: 0,
    responseEnd: 0,
    reused: false,
    peerAddress: '',
    peerPort: 0,
    sentBytes: 0,
    receivedBytes: 0,
  };
}
