import type { Entry } from '@minigate/runtime/inspector';
import { describe, expect, it } from 'vitest';
import { gapsOf, hopParts } from '../../src/simulator/model/hop-timing.ts';

const none = { lookupStart: 0, lookupEnd: 0, connectStart: 0, connectEnd: 0, tlsStart: 0, tlsEnd: 0 };
const peer = { reused: true, peerAddress: '203.0.113.7', peerPort: 443, sentBytes: 1, receivedBytes: 1 };

function entryOf(requestStart: number, responseStart: number, responseEnd: number): Entry {
  const timing = { ...none, ...peer, requestStart, requestEnd: requestStart, responseStart, responseEnd };
  return {
    id: 1,
    api: 'request',
    url: 'https://api.example.com/',
    method: 'GET',
    calledAt: 1000,
    state: 'settled',
    waited: 20,
    hops: [{ hop: 0, url: 'https://api.example.com/', timing }],
    bodyBytes: 0,
  };
}

describe('the timing of a call', () => {
  it('has what no phase explains where it lies, so that all parts are the whole call together', () => {
    const entry = entryOf(1030, 1060, 1080);
    expect(gapsOf(entry, 1100)).toEqual([
      { start: 20, width: 10, span: 10 },
      { start: 80, width: 20, span: 20 },
    ]);
    const sum = [...hopParts(entry, 0, 1100), ...gapsOf(entry, 1100)].reduce(
      (total, { span }) => total + span,
      entry.waited,
    );
    expect(sum).toBe(100);
  });

  it('is one gap for a call that never had a connection', () => {
    const entry = { ...entryOf(0, 0, 0), waited: 0, hops: [] };
    expect(gapsOf(entry, 1100)).toEqual([{ start: 0, width: 100, span: 100 }]);
  });

  it('counts what was under way when the call ended as long as that took', () => {
    const interrupted = { ...entryOf(1030, 1060, 0), settledAt: 1100 };
    const unanswered = { ...entryOf(1030, 0, 0), settledAt: 1100 };
    const spans = (entry: Entry) => hopParts(entry, 0, 1100).map(({ phase, span }) => [phase, span]);
    expect(spans(interrupted)).toEqual([
      ['wait', 30],
      ['download', 40],
    ]);
    expect(spans(unanswered)).toEqual([['wait', 70]]);
    expect(spans(entryOf(1030, 0, 0))).toEqual([]);
  });
});
