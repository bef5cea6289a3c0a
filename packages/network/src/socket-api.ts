import type { Callbacks, Failure, Fields, HeaderBag, Listener } from './call-shape.ts';

/** What `success` of `connectSocket`, `send` and `close` gets: the call was accepted. */
export interface Accepted {
  errMsg: string;
}

export interface ConnectSocketOptions extends Callbacks<Accepted, Failure> {
  url: string;
  header?: Fields;
  /** Sub-protocols to offer; the server's choice is in the header that `onOpen` gives. */
  protocols?: string[];
  /** Milliseconds for the handshake. */
  timeout?: number;
  /** Sends small messages at once, instead of together. */
  tcpNoDelay?: boolean;
  /** Offers to compress messages. */
  perMessageDeflate?: boolean;
  /** Accepted and without effect. */
  forceCellularNetwork?: boolean;
}

/** Milliseconds since the epoch, and durations in milliseconds. */
export interface SocketProfile {
  fetchStart: number;
  domainLookUpStart: number;
  domainLookUpEnd: number;
  connectStart: number;
  connectEnd: number;
  /** From dialling to a connection that is ready, TLS included. */
  rtt: number;
  /** From the handshake's request to its answer. */
  handshakeCost: number;
  /** From the call to `onOpen`. */
  cost: number;
}

export interface SocketOpenEvent {
  header: HeaderBag;
  profile: SocketProfile;
}

export interface SocketMessageEvent {
  data: string | ArrayBuffer;
}

export interface SocketCloseEvent {
  /** As received; 1005 where the server sent none, 1006 where there was no closing handshake. */
  code: number;
  reason: string;
}

export interface SendOptions extends Callbacks<Accepted, Failure> {
  data: string | ArrayBuffer;
}

export interface CloseOptions extends Callbacks<Accepted, Failure> {
  /** 1000 (default), or 3000 to 4999. */
  code?: number;
  /** At most 123 bytes of UTF-8. */
  reason?: string;
}

/** One socket. Every method may be used unbound; `off…` without a listener removes all. Rule 18. */
export interface SocketTask {
  readonly CONNECTING: 0;
  readonly OPEN: 1;
  readonly CLOSING: 2;
  readonly CLOSED: 3;
  /** One of the four. */
  readonly readyState: number;
  readonly socketTaskId: string;
  readonly _id: string;
  /** `connectSocket:ok`, or why the call was refused. */
  readonly errMsg: string;
  /** Its callbacks come when the network has taken the message. */
  send(options: SendOptions): void;
  close(options?: CloseOptions): void;
  onOpen(listener: Listener<SocketOpenEvent>): void;
  offOpen(listener?: Listener<SocketOpenEvent>): void;
  onMessage(listener: Listener<SocketMessageEvent>): void;
  offMessage(listener?: Listener<SocketMessageEvent>): void;
  /** Something failed; `onClose` follows. */
  onError(listener: Listener<Failure>): void;
  offError(listener?: Listener<Failure>): void;
  /** The last event of every socket that was accepted. */
  onClose(listener: Listener<SocketCloseEvent>): void;
  offClose(listener?: Listener<SocketCloseEvent>): void;
}
