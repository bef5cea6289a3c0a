import type { Api, Origin, Target } from '@minigate/policy';
import type { NetworkError } from '../errors.ts';

/**
 * What the address guard does with an address that is not globally routable: refuse it, let it pass and
 * say so (debugging mode), or let it pass because it is the literal LAN address that was decided on.
 */
export type GuardMode = 'enforce' | 'report' | 'lan';

/**
 * A body that is made while it is sent. Every `open` begins at its first byte: a redirect that keeps the body
 * sends it again.
 */
export interface BodySource {
  /** How many bytes each `open` gives; it is the Content-Length. */
  readonly length: number;
  /**
   * The pieces in order. One piece is valid until the next one is asked for. What it throws fails the hop; a
   * `NetworkError` does so as it is.
   */
  open(): AsyncIterable<Uint8Array>;
}

/** What a request carries. */
export type WireBody = string | Uint8Array | BodySource | null;

/** Whether a body is made while it is sent. */
export function isBodySource(body: WireBody): body is BodySource {
  return typeof body === 'object' && body !== null && 'open' in body;
}

/** What a hop sends, apart from where. */
export interface Outgoing {
  readonly method: string;
  /** Path and query as they go on the wire. */
  readonly path: string;
  /** Flat: name, value, name, value. Without `host`, `content-length` and `connection`. */
  readonly headers: readonly string[];
  readonly body: WireBody;
}

/** One hop of one call, ready to be dialled. The target is the one that was judged; there is no URL here. */
export interface WireRequest extends Outgoing {
  /** Whose hop it is; for those who stand between calls and servers. */
  readonly api?: Api;
  readonly target: Target;
  readonly guard: GuardMode;
  /** Use HTTP/2 where the server speaks it. */
  readonly http2?: boolean;
  /** An answer may come from the network's cache, and may be kept there. */
  readonly cache?: boolean;
  /** The origin that an answer is kept under, such as `https://www.example.com:443`; default: the target's. */
  readonly keptUnder?: string;
  /**
   * Asked when the server has ended a kept connection before an answer and the method may be repeated: whether the
   * request is sent to it a second time. Default: it is.
   *
   * @param unused for how long the connection had waited for a request, in milliseconds
   */
  readonly mayRepeat?: (unused: number) => boolean;
}

export interface WireHead {
  readonly status: number;
  /** Flat: name, value, name, value, as received. */
  readonly headers: readonly string[];
  readonly protocol: 'http1.1' | 'h2';
  /** The answer comes from the network's cache, which asked nothing of the server. */
  readonly fromCache?: boolean;
}

/** What the guard found where the connection in use was dialled. */
export interface DialledAddress {
  /** Empty where a proxy dials. */
  readonly address: string;
  readonly port: number;
  /**
   * The address class, as `judgeAddress` names it; `unknown (by proxy)` where a proxy dials, `ownListener` where
   * Minigate itself listens.
   */
  readonly addressClass: string;
  readonly verdict: 'allow' | 'deny';
  readonly enforced: boolean;
  /** No server is dialled: this answer, by its name, was made up by the host. */
  readonly mock?: string;
}

/**
 * What a transport tells of one hop. `onError` or `onEnd` is the last call and comes once; after `cancel`
 * nothing comes. Nothing is called before `send` has returned.
 */
export interface WireReceiver {
  /** The connection is there (dialled or reused), or was refused by the guard. Once for each connection tried. */
  onAddress(address: DialledAddress): void;
  onHead(head: WireHead): void;
  /** The chunk may be kept. `false` asks for a pause until `resume`. */
  onData(chunk: Uint8Array): boolean;
  onEnd(): void;
  onError(error: NetworkError): void;
}

/** Moments of one hop by `performance.now()`; 0 where it did not happen (a reused connection dials nothing). */
export interface WireTiming {
  lookupStart: number;
  lookupEnd: number;
  connectStart: number;
  connectEnd: number;
  tlsStart: number;
  tlsEnd: number;
  requestStart: number;
  requestEnd: number;
  responseStart: number;
  responseEnd: number;
  reused: boolean;
  peerAddress: string;
  peerPort: number;
  /** Header and body bytes of this hop, as near as the connection can tell. */
  sentBytes: number;
  receivedBytes: number;
}

export interface Exchange {
  readonly timing: WireTiming;
  /**
   * Whether it is certain at this moment that no byte of the request was sent, so that another server may be given it
   * instead, whatever its method. Who hands an exchange on that is not its own has to ask that one each time. Default:
   * it is not certain, and the request counts as sent.
   */
  isUnsent?(): boolean;
  /** Ends the hop and its connection, if it is under way; no receiver method is called afterwards. */
  cancel(): void;
  /** Ends a pause. Data comes after this has returned, never from inside it. */
  resume(): void;
}

/** A connection to be made before there is a request for it. The target is one that may be dialled. */
export interface WireConnect extends Pick<WireRequest, 'guard' | 'http2'> {
  readonly target: Origin;
  /** Make one even where one is kept. */
  readonly fresh?: boolean;
}

/** What a transport tells of one connection: one of the two, once, after `connect` has returned. */
export interface WireConnectReceiver {
  /**
   * A `send` to the same target from inside this call takes the connection, as if it had made it. Later it is a kept
   * one, for as long as any.
   */
  onConnected(): void;
  onError(error: NetworkError): void;
}

export interface Connecting {
  /** Up to `tlsEnd`; `reused` where a kept connection was there. */
  readonly timing: WireTiming;
  /** What was dialled; `undefined` where it came to nothing. */
  readonly address: DialledAddress | undefined;
  /** Gives the attempt up; no receiver method is called afterwards. A connection that is there is kept. */
  cancel(): void;
}

/** One WebSocket, ready to be dialled. The target is the one that was judged; there is no URL here. */
export interface WireSocketRequest {
  readonly target: Target;
  readonly guard: GuardMode;
  /** Flat: name, value, name, value. Without `host`, `connection`, `upgrade` and `sec-websocket-*`. */
  readonly headers: readonly string[];
  /** Tokens, none twice. Where there are some, the server has to choose one. */
  readonly protocols: readonly string[];
  /** Offer to compress messages. */
  readonly deflate: boolean;
  /** Send small pieces at once. */
  readonly noDelay: boolean;
  /** Of one incoming message, uncompressed; a larger one ends the socket with 1009. */
  readonly messageBytes: number;
  /** Milliseconds that a server has for its part of the closing handshake. */
  readonly closeTimeout: number;
}

/** How a socket ended. */
export interface WireClose {
  /** As the server sent it; 1005 where it sent none, 1006 where the connection broke. */
  readonly code: number;
  readonly reason: string;
  /** What failed; absent after a closing handshake, and where the server just ended the connection. */
  readonly error?: NetworkError | undefined;
}

/**
 * What a transport tells of one socket. `onClose` is the last call and comes once; after `cancel` nothing
 * comes. Nothing is called before `openSocket` has returned.
 */
export interface WireSocketReceiver {
  /** The connection is there, or was refused by the guard. */
  onAddress(address: DialledAddress): void;
  /** The answer to the handshake, whatever it is. */
  onAnswer(head: WireHead): void;
  onOpen(head: WireHead): void;
  /** Bytes are in a buffer of their own. `false` asks for a pause until `resume`; a few more may come. */
  onMessage(data: string | ArrayBuffer): boolean;
  onClose(close: WireClose): void;
}

export interface WireSocket {
  readonly timing: WireTiming;
  /**
   * Sends a message; for an open socket. The bytes are read, or copied, before this returns. `sent` is called
   * once, afterwards: when the kernel has all bytes, or when they cannot be sent any more.
   */
  send(data: Buffer, kind: 'text' | 'bytes', sent: (error?: Error | null) => void): void;
  /** Begins the closing handshake; for an open socket. */
  close(code: number, reason: string): void;
  /** Ends the socket and its connection at once; no receiver method is called afterwards. */
  cancel(): void;
  /** Ends a pause. Messages come after this has returned, never from inside it. */
  resume(): void;
}

/** How bytes reach a server. Two networks never share one. */
export interface Transport {
  send(request: WireRequest, receiver: WireReceiver): Exchange;
  /**
   * Whether `send` would answer this request at this moment without any server, so that there is none to choose.
   * Default: it would not.
   */
  answers?(request: WireRequest): boolean;
  /** Makes a connection ahead of a request. */
  connect(request: WireConnect, receiver: WireConnectReceiver): Connecting;
  openSocket(request: WireSocketRequest, receiver: WireSocketReceiver): WireSocket;
  /** From now on no call uses a connection, TLS session, DNS or kept answer from before; calls under way go on. */
  renew(): void;
  /** Ends every connection. */
  close(): Promise<void>;
}
