/**
 * What a mini program sees of the network: option objects, results and task objects.
 *
 * The shapes are those of `wx.request`, `wx.downloadFile` and `wx.uploadFile`, so that code and typings written
 * for other super apps fit. Sources: docs/rules.md, Rules 9 to 17.
 */

import type { PlatformApi } from './platform-api.ts';

import type { Callbacks, Failure, Fields, HeaderBag, Listener } from './call-shape.ts';
import type { ConnectSocketOptions, SocketTask } from './socket-api.ts';

export type { Failure, HeaderBag } from './call-shape.ts';

/** What `data` may be: text as is, an object by content type, or bytes. */
export type RequestData = string | object | ArrayBuffer;

export type RequestMethod = 'OPTIONS' | 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'TRACE' | 'CONNECT';

/**
 * When each part of a call happened, in milliseconds since the epoch, and what was learnt of the network.
 * The spelling of every name, `receivedBytedCount` included, is the one that mini programs read.
 */
export interface Profile {
  redirectStart: number;
  redirectEnd: number;
  fetchStart: number;
  /** Both 0: names are looked up by DNS only. */
  httpDNSDomainLookUpStart: number;
  httpDNSDomainLookUpEnd: number;
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
  /**
   * The number 0: not known. Its type is `never`, because the platforms' typings disagree, one has a number
   * and the other text, and this object fits both.
   */
  estimate_nettype: never;
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
  usingHighPerformanceMode: boolean;
}

/** Why a call went another way than asked; empty where nothing did. */
export interface CallException {
  retryCount: number;
  reasons: { errMsg: string; errno: string }[];
}

/** An object of a JSON text. Its values have the type that `JSON.parse` gives, so that interfaces fit too. */
type JsonObject = Record<string, ReturnType<typeof JSON.parse>>;

/** What `data` of an answer is: text, the value of a JSON text, or bytes. */
export type AnswerData = string | JsonObject | ArrayBuffer;

export interface RequestSuccess<T = AnswerData> {
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

export interface RequestFailure extends Failure {
  exception: CallException;
  useHttpDNS: boolean;
}

export interface RequestOptions<T = AnswerData> extends Callbacks<RequestSuccess<T>, RequestFailure> {
  url: string;
  data?: RequestData;
  header?: Fields;
  /** Milliseconds from leaving the queue; default: the program's `networkTimeout`, then 60000. */
  timeout?: number;
  method?: RequestMethod;
  /** `json` (default) tries one `JSON.parse` of a text answer; anything else leaves the text. */
  dataType?: string;
  responseType?: 'text' | 'arraybuffer';
  /**
   * Tells the body to `onChunkReceived` while it arrives. It is not collected: `data` of the result is empty.
   * Such a call does not use HTTP/2 nor the cache. Rule 19.
   */
  enableChunked?: boolean;
  /** `manual`: a redirect is the answer, with its `Location`, and is not followed. Rule 19. */
  redirect?: 'follow' | 'manual';
  /** Uses HTTP/2 where the server speaks it; header names are in lower case then. Rule 19. */
  enableHttp2?: boolean;
  /** Keeps and reuses answers as RFC 9111 permits. Rule 19. */
  enableCache?: boolean;
  /** Accepted and without effect: nothing is fetched ahead. */
  usePrefetchCache?: boolean;
}

export interface HeadersEvent {
  header: HeaderBag;
  statusCode: number;
  cookies: string[];
}

/** What every task has in common. */
interface HeadersTask {
  /** Ends the call with `abort`; nothing happens if it has ended already. */
  abort(): void;
  onHeadersReceived(listener: Listener<HeadersEvent>): void;
  /** Without a listener: removes all. */
  offHeadersReceived(listener?: Listener<HeadersEvent>): void;
}

export interface ChunkEvent {
  data: ArrayBuffer;
}

export interface RequestTask extends HeadersTask {
  /**
   * Pieces of the decoded body, for calls with `enableChunked`. While a promise that the listener returned is
   * pending, the server waits.
   */
  onChunkReceived(listener: (event: ChunkEvent) => unknown): void;
  offChunkReceived(listener?: (event: ChunkEvent) => unknown): void;
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

export interface DownloadTask extends HeadersTask {
  onProgressUpdate(listener: Listener<DownloadProgress>): void;
  offProgressUpdate(listener?: Listener<DownloadProgress>): void;
}

export interface UploadFileSuccess {
  /** The answer's text, whatever its type. */
  data: string;
  statusCode: number;
  header: HeaderBag;
  cookies: string[];
  profile: Profile;
  exception: CallException;
  useHttpDNS: boolean;
  errMsg: string;
}

export interface UploadFileOptions extends Callbacks<UploadFileSuccess, Failure> {
  url: string;
  /** A path inside the network's user or temp directory. */
  filePath: string;
  /** The form's name for the file. */
  name: string;
  /** The other fields of the form; they come before the file. */
  formData?: Fields;
  header?: Fields;
  timeout?: number;
}

export interface UploadProgress {
  /** 0 to 100. */
  progress: number;
  totalBytesSent: number;
  /** The whole body: the file and the form around it. */
  totalBytesExpectedToSend: number;
}

export interface UploadTask extends HeadersTask {
  onProgressUpdate(listener: Listener<UploadProgress>): void;
  offProgressUpdate(listener?: Listener<UploadProgress>): void;
}

/** The calls that a mini program makes. Every method may be used unbound. */
export interface NetworkApi extends PlatformApi {
  request<T extends AnswerData = AnswerData>(options: RequestOptions<T>): RequestTask;
  downloadFile(options: DownloadFileOptions): DownloadTask;
  uploadFile(options: UploadFileOptions): UploadTask;
  connectSocket(options: ConnectSocketOptions): SocketTask;
}
