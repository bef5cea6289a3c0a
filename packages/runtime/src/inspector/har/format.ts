import type { WireTiming } from '@minigate/network';
import type { ServerDomain, Target } from '@minigate/policy';

/** The parts of HAR 1.2 that are written here (http://www.softwareishard.com/blog/har-12-spec/). */
export interface Har {
  log: {
    version: '1.2';
    creator: { name: string; version: string };
    entries: HarEntry[];
    comment?: string;
  };
}

export interface HarEntry {
  startedDateTime: string;
  time: number;
  request: HarRequest;
  response: HarResponse;
  cache: Record<string, never>;
  timings: HarTimings;
  serverIPAddress?: string;
  comment?: string;
  /** As Chrome's developer tools mark a socket, and list what went over it. */
  _resourceType?: 'websocket';
  _webSocketMessages?: HarSocketMessage[];
  _minigate: HarDetail;
}

export interface HarSocketMessage {
  type: 'send' | 'receive';
  /** Seconds since the epoch. */
  time: number;
  /** 1: text; 2: bytes, in base64. */
  opcode: 1 | 2;
  data: string;
}

export interface HarRequest {
  method: string;
  url: string;
  httpVersion: string;
  cookies: HarCookie[];
  headers: HarPair[];
  queryString: HarPair[];
  postData?: HarPostData;
  headersSize: number;
  bodySize: number;
  comment?: string;
}

export interface HarResponse {
  /** 0 if no answer came. */
  status: number;
  statusText: string;
  httpVersion: string;
  cookies: HarCookie[];
  headers: HarPair[];
  content: HarContent;
  redirectURL: string;
  headersSize: number;
  bodySize: number;
  _transferSize?: number;
  /** The `errMsg` of a call that failed on this hop. */
  _error?: string;
  comment?: string;
}

export interface HarPostData {
  mimeType: string;
  text: string;
  /** Where the body is no text. */
  _encoding?: 'base64';
  comment?: string;
}

export interface HarContent {
  size: number;
  mimeType: string;
  text?: string;
  encoding?: 'base64';
  comment?: string;
}

/** Milliseconds; -1 where it did not happen. `ssl` is part of `connect` too. */
export interface HarTimings {
  blocked: number;
  dns: number;
  connect: number;
  ssl: number;
  send: number;
  wait: number;
  receive: number;
}

export interface HarPair {
  name: string;
  value: string;
}

export interface HarCookie extends HarPair {
  path?: string;
  domain?: string;
  expires?: string;
  httpOnly?: boolean;
  secure?: boolean;
  /** As browsers write it, beside what HAR 1.2 knows; the others are of Minigate. */
  sameSite?: string;
  _maxAge?: string;
  _partitioned?: boolean;
  _priority?: string;
}

/** What of a body is kept, where `text` alone does not say it. */
export interface HarBodyShape {
  kind: 'text' | 'bytes';
  /** The whole length: characters of a text, bytes of anything else. */
  length: number;
  cut?: true;
}

/** One message of a socket beside its `_webSocketMessages`; its moment is in milliseconds since the epoch. */
export type HarMessageShape = [time: number, length: number, cut: 0 | 1];

/** The call that a hop belongs to, at its last hop. Moments are milliseconds since the epoch, unrounded. */
export interface HarCall {
  url: string;
  method: string;
  calledAt: number;
  state: 'called' | 'waiting' | 'running' | 'settled';
  waited: number;
  settledAt?: number;
  /** How many URLs were judged; 0 where the HAR entry stands for a call without any. */
  hops: number;
  bodyBytes: number;
  body?: HarBodyShape;
  readingSource?: string;
  openedAt?: number;
  messages?: HarMessageShape[];
}

/** What HAR's own fields round, rewrite or leave out: with it the calls can be read back as they were. */
export interface HarExact {
  /** What proves an identity was left out. */
  redacted?: true;
  target?: Target;
  nearest?: ServerDomain;
  request?: { time: number; headersCut?: true; body?: HarBodyShape; streamedBytes?: number };
  response?: { time: number; headersCut?: true };
  timing?: WireTiming;
  call?: HarCall;
}

/** What only Minigate knows of a hop. */
export interface HarDetail {
  call: number;
  hop: number;
  api: string;
  /** Where in the program the call was made. */
  source?: string;
  /** The URL as it was judged. */
  url: string;
  verdict?: 'allow' | 'deny';
  enforced?: boolean;
  reason?: string;
  message?: string;
  suggestion?: string;
  nearest?: string;
  /** The call went on in debugging mode only. */
  wouldFailOutsideDebugging?: true;
  address?: { address: string; port: number; class: string; verdict: 'allow' | 'deny'; enforced: boolean };
  /** Of a call to an accelerated origin: which servers it went to; times are milliseconds since the epoch. */
  acceleration?: {
    chosen: string;
    reason: string;
    panic: boolean;
    answeredBy?: string;
    attempts: {
      time: number;
      candidate: string;
      why: string;
      failure?: { time: number; why: string; detail?: string };
    }[];
  };
  /** The made-up answer that the hop got. */
  mock?: string;
  /** Milliseconds in the queue. */
  waited?: number;
  /** The ending of the call, at its last hop. */
  outcome?: 'success' | 'fail' | 'unfinished';
  errMsg?: string;
  errno?: number;
  code?: string;
  detail?: string;
  fix?: string;
  charset?: string;
  byteOrderMarkRemoved?: boolean;
  replaced?: boolean;
  /** The `profile` of the result. */
  profile?: Record<string, number | string | boolean>;
  /** What went over a socket, and how it ended. */
  socket?: {
    sent: { messages: number; bytes: number };
    received: { messages: number; bytes: number };
    code?: number;
    closeReason?: string;
  };
  exact: HarExact;
}
