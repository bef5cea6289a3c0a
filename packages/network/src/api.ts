/**
 * What a mini program sees of the network: option objects, results and task objects.
 *
 * The shapes are those of `wx.request` and `wx.downloadFile`, so that code and typings written for other
 * super apps fit. Sources: docs/rules.md, Rules 9 to 16.
 */

type Fields = Record<string, unknown>;

/** What `data` may be: text as is, an object by content type, or bytes. */
export type RequestData = string | object | ArrayBuffer;

export type RequestMethod = 'OPTIONS' | 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'TRACE' | 'CONNECT';

/** Header names as received (HTTP/2: lower case); a repeated header is one text, joined by a comma. */
export type HeaderBag = Record<string, string>;

/**
 * When each part of a call happened, in milliseconds since the epoch, and what was learnt of the network.
 * The spelling of every name, `receivedBytedCount` included, is the one that mini programs read.
 */
export interface Profile {
  redirectStart: number;
  redirectEnd: number;
  fetchStart: number;
  domainLookUpStart: number;
  domainLookUpEnd: number;
  domainLookupStart: number;
  domainLookupEnd: number;
  connectStart: number;
  connectEnd: number;
  SSLconnectionStart: number;
  SSLconnectionEnd: number;
  requestStart: number;
  requestEnd: number;
  responseStart: number;
  responseEnd: number;
  rtt: number;
  /** 0: unknown. Widened to `never`-free text or number by the platforms' own typings. */
  estimate_nettype: number;
  httpRttEstimate: number;
  transportRttEstimate: number;
  downstreamThroughputKbpsEstimate: number;
  throughputKbps: number;
  peerIP: string;
  port: number;
  socketReused: boolean;
  sendBytesCount: number;
  receivedBytedCount: number;
  protocol: 'http1.1' | 'h2' | 'unknown';
  invokeStart: number;
  queueStart: number;
  queueEnd: number;
}

/** Why a call went another way than asked; empty where nothing did. */
export interface CallException {
  retryCount: number;
  reasons: { errMsg: string; errno: number }[];
}

export interface RequestSuccess<T = unknown> {
  data: T;
  statusCode: number;
  header: HeaderBag;
  /** One element for each `Set-Cookie` line. */
  cookies: string[];
  profile: Profile;
  exception: CallException;
  useHttpDNS: boolean;
  errMsg: string;
}

export interface Failure {
  /** `<api>:fail <text>`; the texts are listed in docs/errors.md. */
  errMsg: string;
  errno: number;
}

export interface RequestFailure extends Failure {
  exception: CallException;
  useHttpDNS: boolean;
}

interface Callbacks<Success, Fail> {
  success?: (result: Success) => void;
  fail?: (result: Fail) => void;
  /** Called after `success` or `fail`, with the same object. */
  complete?: (result: Success | Fail) => void;
}

export interface RequestOptions<T = unknown> extends Callbacks<RequestSuccess<T>, RequestFailure> {
  url: string;
  data?: RequestData;
  header?: Fields;
  /** Milliseconds from leaving the queue; default: the program's `networkTimeout`, then 60000. */
  timeout?: number;
  method?: RequestMethod;
  /** `json` (default) tries one `JSON.parse` of a text answer; anything else leaves the text. */
  dataType?: string;
  responseType?: 'text' | 'arraybuffer';
  /** `manual`: an answer that redirects is the answer. Default `follow`. */
  redirect?: 'follow' | 'manual';
}

export interface HeadersEvent {
  header: HeaderBag;
  statusCode: number;
  cookies: string[];
}

type Listener<E> = (event: E) => void;

export interface RequestTask {
  /** Ends the call with `abort`; nothing happens if it has ended already. */
  abort(): void;
  onHeadersReceived(listener: Listener<HeadersEvent>): void;
  /** Without a listener: removes all. */
  offHeadersReceived(listener?: Listener<HeadersEvent>): void;
}

export interface DownloadFileSuccess {
  /** Where the file is, when the call named no `filePath`; else empty. */
  tempFilePath: string;
  /** The `filePath` of the call; else empty. */
  filePath: string;
  statusCode: number;
  header: HeaderBag;
  cookies: string[];
  profile: Profile;
  exception: CallException;
  useHttpDNS: boolean;
  errMsg: string;
}

export interface DownloadFileOptions extends Callbacks<DownloadFileSuccess, Failure> {
  url: string;
  header?: Fields;
  timeout?: number;
  /** A path inside the network's user or temp directory. */
  filePath?: string;
}

export interface DownloadProgress {
  /** 0 to 100; 0 while the size is unknown. */
  progress: number;
  totalBytesWritten: number;
  /** 0 while the size is unknown. */
  totalBytesExpectedToWrite: number;
}

export interface DownloadTask extends RequestTask {
  onProgressUpdate(listener: Listener<DownloadProgress>): void;
  offProgressUpdate(listener?: Listener<DownloadProgress>): void;
}

/** The calls that a mini program makes. Every method may be used unbound. */
export interface NetworkApi {
  request<T = unknown>(options: RequestOptions<T>): RequestTask;
  downloadFile(options: DownloadFileOptions): DownloadTask;
}
