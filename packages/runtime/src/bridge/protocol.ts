/**
 * Everything that crosses the bridge between a mini program (the guest) and its host, and the numbers that
 * bound it. Data crosses and nothing else: JSON texts, and bytes as bytes.
 *
 * ```text
 *  guest code ── text, bytes ──▶ worker ── batch, credits ──▶ host
 *  guest code ◀── head, body ── worker ◀── deliveries, acks ── host
 * ```
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The calls that go to the network, with the options that are read from the program's object. */
export const callOptions = {
  request: [
    'url',
    'data',
    'header',
    'method',
    'timeout',
    'dataType',
    'responseType',
    'redirect',
    'enableChunked',
    'enableHttp2',
    'enableCache',
  ],
  downloadFile: ['url', 'header', 'timeout', 'filePath'],
  uploadFile: ['url', 'filePath', 'name', 'formData', 'header', 'timeout'],
  connectSocket: ['url', 'header', 'protocols', 'timeout', 'tcpNoDelay', 'perMessageDeflate'],
} as const;

/** What is asked of a socket, with the options that are read. */
export const verbOptions = { sendSocketMessage: ['data'], closeSocket: ['code', 'reason'] } as const;

export type CallApi = keyof typeof callOptions;
export type TransferApi = Exclude<CallApi, 'connectSocket'>;
export type SocketVerb = keyof typeof verbOptions;

/** What happens to a socket, beside its messages. */
export type SocketEvent = 'open' | 'error' | 'close';

/** The calls of local service discovery, and what is told of it. */
export const discoveryVerbs = ['startLocalServiceDiscovery', 'stopLocalServiceDiscovery'] as const;
export const serviceEvents = [
  'onLocalServiceFound',
  'onLocalServiceLost',
  'onLocalServiceResolveFail',
  'onLocalServiceDiscoveryStop',
] as const;

export type DiscoveryVerb = (typeof discoveryVerbs)[number];
export type ServiceEvent = (typeof serviceEvents)[number];

/**
 * What JSON cannot say of a value in an options object. `bytes` and `view` stand for the attached bytes, and `boxed`
 * says that an object became the text that is there.
 */
export type OddKind =
  | 'undefined'
  | 'function'
  | 'symbol'
  | 'bigint'
  | 'NaN'
  | 'Infinity'
  | '-Infinity'
  | 'bytes'
  | 'view'
  | 'boxed'
  | 'unserialisable';

/** Where in the options the odd value is, and what it is. */
export type Odd = readonly [path: readonly (string | number)[], kind: OddKind];

export type ConsoleLevel = 'debug' | 'log' | 'info' | 'warn' | 'error';

/** What a value in a console is. `getter` was not called; `circular` is an object that the value itself is in. */
export const consoleTypes = [
  'string',
  'number',
  'boolean',
  'null',
  'undefined',
  'bigint',
  'symbol',
  'function',
  'object',
  'array',
  'map',
  'set',
  'error',
  'date',
  'regexp',
  'promise',
  'bytes',
  'getter',
  'circular',
  'unreadable',
] as const;

export type ConsoleType = (typeof consoleTypes)[number];

/** A value as it was when it was printed, to unfold. */
export interface ConsoleValue {
  readonly type: ConsoleType;
  /**
   * A text itself, a number as it is written, the name of a function, the message of an error; of what has entries
   * its class, with its size where it has one: `Point`, `Array(3)`.
   */
  readonly text: string;
  /** Members in order. The keys of a map are values, those of everything else texts. */
  readonly entries?: readonly (readonly [key: string | ConsoleValue, value: ConsoleValue])[];
  /** How many entries are left out, or characters of a text. */
  readonly more?: number;
  /** Of an error: the program's own frames. */
  readonly stack?: string;
}

/** A call of the console that does more than print. */
export const consoleKinds = [
  'table',
  'dir',
  'trace',
  'group',
  'groupCollapsed',
  'groupEnd',
  'clear',
] as const;

export type ConsoleKind = (typeof consoleKinds)[number];

/** What a console pane shows beyond texts. */
export interface ConsoleDetail {
  /** The arguments. */
  readonly values: readonly ConsoleValue[];
  readonly kind?: ConsoleKind;
  /** In how many groups the line is. */
  readonly depth: number;
}

/** From the guest; each one is a JSON text, and a call or a verb may have bytes beside it. */
export type GuestMessage =
  | readonly ['call', id: number, api: CallApi, options: Json, odd: readonly Odd[], stack?: string]
  | readonly ['verb', id: number, verb: SocketVerb, options: Json, odd: readonly Odd[], socket: number]
  | readonly ['abort', id: number]
  | readonly ['listen', id: number, event: 'headers' | 'progress']
  | readonly [
      'console',
      level: ConsoleLevel,
      texts: readonly string[],
      stack: string,
      detail?: ConsoleDetail | undefined,
    ]
  | readonly ['error', message: string, stack: string, where: string]
  | readonly ['unsupported', name: string]
  | readonly ['store', key: string, json: string | null]
  | readonly ['discovery', id: number, verb: DiscoveryVerb, serviceType: string];

/** Whether a guest message is a call, told from its text without parsing it. */
export function isCallText(text: string): boolean {
  return text.startsWith('["call",');
}

/** Whether something may follow a guest message at once, so that both can go together. */
export function isOneOfManyText(text: string): boolean {
  return isCallText(text) || text.startsWith('["verb",');
}

/** How the body beside a `success` head is to be read; JSON holds the texts that a C string cannot. */
export type BodyKind = 'text' | 'text-in-json' | 'bytes';

type Answer = readonly [statusCode: number, header: Json, cookies: Json, profile: Json, rest: Json];

/** To the guest; each one is a JSON text. A `success`, a `chunk` and a `message` have their body beside them. */
export type HostMessage =
  | readonly ['success', id: number, body: BodyKind, parse: boolean, ...Answer]
  | readonly ['saved', id: number, tempFilePath: string, filePath: string, ...Answer]
  | readonly ['done', id: number, result: Json]
  | readonly ['failure', id: number, failure: Json]
  | readonly ['sent', id: number, ok: boolean, result: Json]
  | readonly ['chunk', id: number]
  | readonly ['message', socket: number, body: BodyKind]
  | readonly ['socket', socket: number, event: SocketEvent, payload: Json]
  | readonly ['headers', id: number, event: Json]
  | readonly ['progress', id: number, event: Json]
  | readonly ['shown']
  | readonly ['hidden']
  | readonly ['connection', networkType: string]
  | readonly ['discovered', id: number, ok: boolean, result: Json]
  | readonly ['service', event: ServiceEvent, payload: Json];

/** Whether a host message is the ending of a call, told from its text without parsing it. */
export function isEndingText(head: string): boolean {
  return /^\["(?:success|failure|saved|done)",/.test(head);
}

/** A call's profile crosses as the list of these fields' values. */
export const profileFields = [
  'redirectStart',
  'redirectEnd',
  'fetchStart',
  'httpDNSDomainLookUpStart',
  'httpDNSDomainLookUpEnd',
  'domainLookUpStart',
  'domainLookUpEnd',
  'domainLookupStart',
  'domainLookupEnd',
  'connectStart',
  'connectEnd',
  'SSLconnectionStart',
  'SSLconnectionEnd',
  'requestStart',
  'requestEnd',
  'responseStart',
  'responseEnd',
  'rtt',
  'estimate_nettype',
  'httpRttEstimate',
  'transportRttEstimate',
  'downstreamThroughputKbpsEstimate',
  'throughputKbps',
  'peerIP',
  'port',
  'socketReused',
  'sendBytesCount',
  'receivedBytedCount',
  'protocol',
  'invokeStart',
  'queueStart',
  'queueEnd',
  'usingHighPerformanceMode',
] as const;

/** What the guest code is told when it is installed. */
export interface GuestConfig {
  /** The file to run first; absent where the folder has none. */
  readonly main?: string;
  /** The first page of `app.json`, without an extension. */
  readonly page?: string;
  readonly appId: string;
  readonly version: string;
  readonly userDataPath: string;
  /** What storage holds at the start: JSON texts by key. */
  readonly storage: { readonly [key: string]: string };
  /** Whether changes of storage are told to the host. */
  readonly keepsStorage: boolean;
  /** Whether each call says where it was made. */
  readonly traceCalls?: boolean;
  /** Whether the console tells values to unfold beside texts. */
  readonly consoleValues?: boolean;
  /** What may wait in one socket to be sent, and what a message beyond that is told. */
  readonly sendQueue: { readonly bytes: number; readonly full: Json };
}

/** Why the worker enters the guest. `interrupted` tells that the watchdog broke off a step; `resume` runs the rest. */
export const entries = { start: 0, deliver: 1, tick: 2, interrupted: 3, resume: 4, rejected: 5 } as const;

/** Cells of the board, a Float64Array that guest code writes and the worker reads. */
export const board = { nextDue: 0, oneShots: 1, cells: 2 } as const;

/** From the worker: what was taken in, what is still to come, then text and bytes by turns. */
export type Batch = [delivered: number, oneShots: number, ...(string | ArrayBuffer | null)[]];

export type FatalReason = 'memory' | 'watchdog' | 'crash';

export type FromWorker = 'ready' | Batch | { readonly fatal: FatalReason; readonly message: string };

/** The program's first line is to run; with what connects the device at that moment. */
export interface Start {
  readonly networkType: string;
}

/** To the worker: a command for itself, or heads and bodies by turns for the guest. */
export type ToWorker = Start | 'freeze' | 'thaw' | (string | ArrayBuffer | null)[];

const KiB = 1024;
const MiB = 1024 * KiB;

/** What bounds the traffic. Sizes are bytes, of text: UTF-16 units. */
export const bridgeLimits = {
  /** Calls of a program that have had no ending yet; further ones wait in the program's own memory. */
  openCalls: 2048,
  /** What open calls hold together, text and bytes, unless one call alone has more. */
  openCallBytes: 16 * MiB,
  /** Messages of one socket that the network has not taken; further ones wait in the program's own memory. */
  openMessages: 256,
  openMessageBytes: 4 * MiB,
  /** What the host has not taken in yet: the program stands still beyond it. */
  unreadByHost: 1 * MiB,
  /** What every message costs beside its own size. */
  messageCost: 256,
  /** Deliveries that the worker has not handed to the program yet; further ones wait in the host. */
  unreadDeliveries: 256,
  unreadDeliveryBytes: 8 * MiB,
  /** What the program has not taken of one socket or one chunked answer: its server waits beyond it. */
  untakenOfSource: 1 * MiB,
  /** One console call. */
  consoleText: 64 * KiB,
  /** The values of one console call: how deep, how many of one object, how many, and the longest text. */
  consoleDepth: 6,
  consoleEntries: 100,
  consoleNodes: 3000,
  consoleLeaf: 10 * KiB,
  /** A message or a stack of an error. */
  errorText: 16 * KiB,
} as const;
