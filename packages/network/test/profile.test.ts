import { describe, expect, it } from 'vitest';
import { buildProfile, type CallTiming } from '../src/profile.ts';
import type { WireTiming } from '../src/transport/transport.ts';

const dialled: WireTiming = {
  lookupStart: 1010,
  lookupEnd: 1020,
  connectStart: 1020,
  connectEnd: 1050,
  tlsStart: 1050,
  tlsEnd: 1090,
  requestStart: 1091,
  requestEnd: 1092,
  responseStart: 1132,
  responseEnd: 1142,
  reused: false,
  peerAddress: '203.0.113.7',
  peerPort: 443,
  sentBytes: 300,
  receivedBytes: 2000,
};

const reused: WireTiming = {
  ...dialled,
  lookupStart: 0,
  lookupEnd: 0,
  connectStart: 0,
  connectEnd: 0,
  tlsStart: 0,
  tlsEnd: 0,
  reused: true,
};

const call: CallTiming = {
  invokeStart: 1000,
  queueStart: 1001,
  queueEnd: 1005,
  hops: [dialled],
  sameDomain: true,
  secure: true,
  protocol: 'h2',
};

const at = (moment: number): number => Math.floor(performance.timeOrigin + moment);

describe('the profile of a call', () => {
  it('has every moment in whole milliseconds since the epoch', () => {
    expect(buildProfile(call)).toEqual({
      redirectStart: 0,
      redirectEnd: 0,
      fetchStart: at(1005),
      httpDNSDomainLookUpStart: 0,
      httpDNSDomainLookUpEnd: 0,
      domainLookUpStart: at(1010),
      domainLookUpEnd: at(1020),
      domainLookupStart: at(1010),
      domainLookupEnd: at(1020),
      connectStart: at(1020),
      connectEnd: at(1090),
      SSLconnectionStart: at(1050),
      SSLconnectionEnd: at(1090),
      requestStart: at(1091),
      requestEnd: at(1092),
      responseStart: at(1132),
      responseEnd: at(1142),
      rtt: 30,
      estimate_nettype: 0,
      httpRttEstimate: 40,
      transportRttEstimate: 30,
      downstreamThroughputKbpsEstimate: 1600,
      throughputKbps: 1600,
      peerIP: '203.0.113.7',
      port: 443,
      socketReused: false,
      sendBytesCount: 300,
      receivedBytedCount: 2000,
      protocol: 'h2',
      invokeStart: at(1000),
      queueStart: at(1001),
      queueEnd: at(1005),
      usingHighPerformanceMode: false,
    });
  });

  it('has lookup, connect and TLS moments equal to fetchStart for a reused connection', () => {
    const profile = buildProfile({ ...call, hops: [reused] });
    for (const name of [
      'domainLookUpStart',
      'domainLookUpEnd',
      'domainLookupStart',
      'domainLookupEnd',
      'connectStart',
      'connectEnd',
      'SSLconnectionStart',
      'SSLconnectionEnd',
    ] as const) {
      expect(profile[name]).toBe(profile.fetchStart);
    }
    expect(profile).toMatchObject({
      socketReused: true,
      rtt: 0,
      transportRttEstimate: 0,
      fetchStart: at(1005),
    });
  });

  it('has TLS moments 0 for plain HTTP', () => {
    const plain = { ...dialled, tlsStart: 0, tlsEnd: 0 };
    expect(buildProfile({ ...call, secure: false, hops: [plain] })).toMatchObject({
      SSLconnectionStart: 0,
      SSLconnectionEnd: 0,
      connectEnd: at(1050),
    });
  });

  it('has queueEnd equal to queueStart for a call that did not wait', () => {
    const profile = buildProfile({ ...call, queueStart: 1001.4, queueEnd: 1001.4 });
    expect(profile.queueEnd).toBe(profile.queueStart);
  });

  const first = { ...dialled, responseStart: 1060, responseEnd: 1070 };
  const second = { ...dialled, lookupStart: 0, lookupEnd: 0, connectStart: 1080 };

  it('has redirect moments where every hop stays on the hostname, and adds the bytes of all hops', () => {
    expect(buildProfile({ ...call, hops: [first, second] })).toMatchObject({
      redirectStart: at(1005),
      redirectEnd: at(1070),
      fetchStart: at(1070),
      domainLookupStart: at(1070),
      connectStart: at(1080),
      sendBytesCount: 600,
      receivedBytedCount: 4000,
    });
  });

  it('has redirect moments 0 where a hop leaves the hostname', () => {
    expect(buildProfile({ ...call, hops: [first, second], sameDomain: false })).toMatchObject({
      redirectStart: 0,
      redirectEnd: 0,
      fetchStart: at(1070),
    });
  });

  it('counts a redirect without a body to the moment of its head', () => {
    expect(buildProfile({ ...call, hops: [{ ...first, responseEnd: 0 }, second] }).redirectEnd).toBe(
      at(1060),
    );
  });

  it('never goes back in time', () => {
    const order = [
      'invokeStart',
      'queueStart',
      'queueEnd',
      'fetchStart',
      'domainLookupStart',
      'domainLookupEnd',
      'connectStart',
      'connectEnd',
      'requestStart',
      'requestEnd',
      'responseStart',
      'responseEnd',
    ] as const;
    for (const hop of [dialled, reused]) {
      const profile = buildProfile({ ...call, hops: [hop] });
      const moments = order.map((name) => profile[name]);
      expect(moments).toEqual(moments.toSorted((a, b) => a - b));
    }
  });
});
