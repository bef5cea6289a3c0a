import type { Target } from '@minigate/policy';
import type { NetworkError } from '../errors.ts';

/**
 * What the address guard does with an address that is not globally routable: refuse it, let it pass and
 * say so (debugging mode), or let it pass because it is the literal LAN address that was decided on.
 */
export type GuardMode = 'enforce' | 'report' | 'lan';

/** What a hop sends, apart from where. */
export interface Outgoing {
  readonly method: string;
  /** Path and query as they go on the wire. */
  readonly path: string;
  /** Flat: name, value, name, value. Without `host`, `content-length` and `connection`. */
  readonly headers: readonly string[];
  readonly body: string | Uint8Array | null;
}

/** One hop of one call, ready to be dialled. The target is the one that was judged; there is no URL here. */
export interface WireRequest extends Outgoing {
  readonly target: Target;
  readonly guard: GuardMode;
}

export interface WireHead {
  readonly status: number;
  /** Flat: name, value, name, value, as received. */
  readonly headers: readonly string[];
  readonly protocol: 'http1.1' | 'h2';
}

/** What the guard found where the connection in use was dialled. */
export interface DialledAddress {
  readonly address: string;
  readonly port: number;
  /** The address class, as `judgeAddress` names it. */
  readonly addressClass: string;
  readonly verdict: 'allow' | 'deny';
  readonly enforced: boolean;
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
  /** Ends the hop and its connection, if it is under way; no receiver method is called afterwards. */
  cancel(): void;
  /** Ends a pause. Data comes after this has returned, never from inside it. */
  resume(): void;
}

/** How bytes reach a server. Two networks never share one. */
export interface Transport {
  send(request: WireRequest, receiver: WireReceiver): Exchange;
  /** From now on no call uses a connection, TLS session or DNS answer from before; calls under way go on. */
  renew(): void;
  /** Ends every connection. */
  close(): Promise<void>;
}
