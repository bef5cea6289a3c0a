import {
  NetworkError,
  type NetworkErrorCode,
  type Profile,
  type RequestSuccess,
  type SettleEvent,
  type WireTiming,
} from '@minigate/network';
import type { Decision, DenyDecision } from '@minigate/policy';
import type { ScriptedNetwork } from './scripted-network.ts';

/** The moment at which every call of these scripts is made: 2026-01-01T00:00:00Z. */
export const begin = Date.UTC(2026, 0, 1);

export const allowed: Decision = {
  verdict: 'allow',
  enforced: true,
  reason: 'LISTED',
  message: 'A server domain covers the URL.',
  target: {
    scheme: 'https',
    hostname: 'api.example.com',
    port: 443,
    explicitPort: undefined,
    authority: 'api.example.com',
    path: '/',
  },
};

export const denied: DenyDecision = {
  verdict: 'deny',
  enforced: true,
  reason: 'HOST_NOT_LISTED',
  message: 'The host is not among the server domains of this call: "other.example.com".',
  suggestion: 'Configure https://other.example.com as a server domain.',
  nearest: { text: 'https://api.example.com', scheme: 'https', hostname: 'api.example.com', port: undefined },
};

const unused = { enforced: true, port: 443, addressClass: 'public', verdict: 'allow' } as const;

/** A fresh connection, with marks of `performance.now()`: 10 ms waiting, 2 lookup, 8 connect of which 5 TLS, 1 send, 20 wait, 4 receive. */
export function timing(begun: number): WireTiming {
  const start = begun - performance.timeOrigin;
  return {
    lookupStart: start + 10,
    lookupEnd: start + 12,
    connectStart: start + 12,
    connectEnd: start + 15,
    tlsStart: start + 15,
    tlsEnd: start + 20,
    requestStart: start + 20,
    requestEnd: start + 21,
    responseStart: start + 41,
    responseEnd: start + 45,
    reused: false,
    peerAddress: '203.0.113.7',
    peerPort: 443,
    sentBytes: 200,
    receivedBytes: 500,
  };
}

interface HopScript {
  url?: string;
  method?: string;
  headers?: string[];
  body?: string | Uint8Array;
  status?: number;
  answer?: string[];
  at?: number;
}

/** The call is made and its URL judged. */
export function call(network: ScriptedNetwork, id: number, url: string, decision: Decision = allowed): void {
  network.emit('call', { id, api: 'request', url, method: 'GET', time: begin });
  network.emit('decision', { id, hop: 0, url, decision, time: begin });
}

/** A hop is sent and answered. */
export function hop(network: ScriptedNetwork, id: number, number: number, script: HopScript = {}): void {
  const { url = 'https://api.example.com/', method = 'GET', headers = [], body = null, at = begin } = script;
  network.emit('send', { id, hop: number, method, url, headers, body, time: at });
  network.emit('address', { id, hop: number, time: at + 20, address: '203.0.113.7', ...unused });
  const { status = 200, answer = ['Content-Type', 'text/plain'] } = script;
  network.emit('answer', { id, hop: number, status, headers: answer, protocol: 'http1.1', time: at + 41 });
  network.emit('hop', { id, hop: number, timing: timing(at), time: at + 45 });
}

/** Of a call over a kept connection that nothing was measured of. */
const plainProfile: Profile = {
  redirectStart: 0,
  redirectEnd: 0,
  fetchStart: begin,
  httpDNSDomainLookUpStart: 0,
  httpDNSDomainLookUpEnd: 0,
  domainLookUpStart: begin,
  domainLookUpEnd: begin,
  domainLookupStart: begin,
  domainLookupEnd: begin,
  connectStart: begin,
  connectEnd: begin,
  SSLconnectionStart: begin,
  SSLconnectionEnd: begin,
  requestStart: begin,
  requestEnd: begin,
  responseStart: begin,
  responseEnd: begin,
  rtt: 0,
  estimate_nettype: 0 as never,
  httpRttEstimate: 0,
  transportRttEstimate: 0,
  downstreamThroughputKbpsEstimate: 0,
  throughputKbps: 0,
  peerIP: '127.0.0.1',
  port: 443,
  socketReused: true,
  sendBytesCount: 0,
  receivedBytedCount: 0,
  protocol: 'http1.1',
  invokeStart: begin,
  queueStart: begin,
  queueEnd: begin,
  usingHighPerformanceMode: false,
};

/** What the callbacks of a call get that was answered, with a profile of its own. */
export function answered(profile: Partial<Profile>): RequestSuccess<string> {
  return {
    data: '',
    statusCode: 200,
    header: {},
    cookies: [],
    profile: { ...plainProfile, ...profile },
    exception: { retryCount: 0, reasons: [] },
    useHttpDNS: false,
    errMsg: 'request:ok',
  };
}

export function succeed(network: ScriptedNetwork, id: number, more: Partial<SettleEvent> = {}): void {
  const { body = 'hello', time = begin + 45 } = more;
  const bodyBytes = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
  const result = { errMsg: 'request:ok', errno: 0 };
  network.emit('settle', { id, api: 'request', outcome: 'success', result, body, bodyBytes, ...more, time });
}

export function fail(
  network: ScriptedNetwork,
  id: number,
  code: NetworkErrorCode,
  detail?: string,
  after = 45,
): void {
  const error = new NetworkError(code, { detail });
  const result = { errMsg: `request:fail ${error.text}`, errno: error.errno };
  network.emit('settle', {
    id,
    api: 'request',
    outcome: 'fail',
    result,
    error,
    bodyBytes: 0,
    time: begin + after,
  });
}
