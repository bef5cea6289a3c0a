import type { Api, Decision } from '@minigate/policy';
import type { AccelerationEvent } from './acceleration/events.ts';
import type { NetworkError } from './errors.ts';
import { tellHost } from './host-console.ts';
import type { ConnectionType, NetworkStatus } from './platform-api.ts';
import type { DialledAddress, WireTiming } from './transport/transport.ts';
import type { DownloadFileSuccess, Failure, RequestSuccess, UploadFileSuccess } from './api.ts';
import type { Accepted } from './socket-api.ts';

/** Identifies one call of one network: 1, 2, 3, … */
type CallId = number;

/** Every event says when it happened, in milliseconds since the epoch (fractions kept). */
interface Moment {
  readonly time: number;
}

interface OfCall extends Moment {
  readonly id: CallId;
}

/** A call was made. Nothing is known of it yet but what the program wrote. */
export interface CallEvent extends OfCall {
  readonly api: Api;
  /** As written, 65,536 characters at most; empty where the program gave no text. */
  readonly url: string;
  /** In upper case where it is one that can be sent, else as written, 64 characters at most. */
  readonly method: string;
}

/** A URL of the call was judged: hop 0 is the program's own URL, the next ones are redirects. */
export interface DecisionEvent extends OfCall {
  readonly hop: number;
  readonly url: string;
  readonly decision: Decision;
}

/** Every slot is taken; the call waits. */
export interface QueueEvent extends OfCall {
  readonly waiting: number;
}

/** A hop goes on the wire. */
export interface SendEvent extends OfCall {
  readonly hop: number;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly string[];
  readonly body: string | Uint8Array | null;
  /** The length of a body that is made while it is sent; `body` is null then. */
  readonly streamedBytes?: number;
}

/** The address that a hop dials was judged. */
export interface AddressEvent extends OfCall, DialledAddress {
  readonly hop: number;
}

/** The head of an answer arrived. */
export interface AnswerEvent extends OfCall {
  readonly hop: number;
  readonly status: number;
  readonly headers: readonly string[];
  readonly protocol: 'http1.1' | 'h2';
  /** The answer comes from the network's cache, which asked nothing of the server. */
  readonly fromCache?: boolean;
}

/** A hop is over; its timing is complete. The timing's moments are those of the network's clock, or 0. */
export interface HopEvent extends OfCall {
  readonly hop: number;
  readonly timing: Readonly<WireTiming>;
}

/** How the text of an answer was read. */
export interface TextReading {
  /** The WHATWG name of the encoding. */
  readonly charset: string;
  readonly source: 'byte-order-mark' | 'declared' | 'utf-8' | 'detected';
  readonly byteOrderMarkRemoved: boolean;
  /** Some bytes were no text in that encoding and became U+FFFD. */
  readonly replaced: boolean;
}

/** The call has its ending. Emitted once for each call, before the program's callbacks. */
export interface SettleEvent extends OfCall {
  readonly api: Api;
  readonly outcome: 'success' | 'fail';
  /** The object that the callbacks get. */
  readonly result: RequestSuccess<unknown> | DownloadFileSuccess | UploadFileSuccess | Accepted | Failure;
  readonly error?: NetworkError;
  /** The answer as text, before `JSON.parse`, or as bytes. */
  readonly body?: string | ArrayBuffer;
  readonly reading?: TextReading;
  /** Bytes of the answer's body after content decoding. */
  readonly bodyBytes: number;
}

/** Something happened to a socket whose call has settled. `data` belongs to the program: read it, do not keep it. */
export type SocketEvent = OfCall &
  (
    | { readonly kind: 'handshake'; readonly url: string; readonly headers: readonly string[] }
    | { readonly kind: 'open'; readonly headers: readonly string[] }
    | {
        readonly kind: 'message';
        readonly direction: 'in' | 'out';
        readonly data: string | ArrayBuffer;
        readonly bytes: number;
      }
    | {
        readonly kind: 'close';
        readonly code: number;
        readonly reason: string;
        readonly error?: NetworkError;
      }
  );

/** A callback of the program threw. The id is 0 where it belongs to no transfer. */
export interface CallbackErrorEvent extends OfCall {
  readonly api: string;
  readonly callback: string;
  readonly error: unknown;
}

export type LifecycleState = 'foreground' | 'background' | 'suspended' | 'closed';

export interface LifecycleEvent extends Moment {
  readonly state: LifecycleState;
}

/** The host said that the device's connection has changed. */
export interface ConnectionEvent extends Moment, Readonly<NetworkStatus> {
  readonly type: ConnectionType;
}

export interface NetworkEvents {
  call: CallEvent;
  decision: DecisionEvent;
  queue: QueueEvent;
  send: SendEvent;
  address: AddressEvent;
  answer: AnswerEvent;
  hop: HopEvent;
  settle: SettleEvent;
  socket: SocketEvent;
  callbackError: CallbackErrorEvent;
  lifecycle: LifecycleEvent;
  connection: ConnectionEvent;
  acceleration: AccelerationEvent;
}

type EventName = keyof NetworkEvents;

type EventListener<K extends EventName> = (event: NetworkEvents[K]) => void;

/**
 * What happens in a network, for those who watch. Listeners cannot change anything; what one throws is
 * reported as a host error and disturbs neither the call nor the other listeners.
 */
export class EventBus {
  readonly #listeners = new Map<EventName, Set<(event: never) => void>>();

  on<K extends EventName>(name: K, listener: EventListener<K>): () => void {
    let set = this.#listeners.get(name);
    if (set === undefined) this.#listeners.set(name, (set = new Set()));
    set.add(listener);
    return () => void set.delete(listener);
  }

  /** Whether building the event is worth the work. */
  watched(name: EventName): boolean {
    const set = this.#listeners.get(name);
    return set !== undefined && set.size > 0;
  }

  emit<K extends EventName>(name: K, event: NetworkEvents[K]): void {
    const set = this.#listeners.get(name) as Set<EventListener<K>> | undefined;
    if (set === undefined) return;
    for (const listener of set) {
      try {
        listener(event);
      } catch (error) {
        tellHost(`A listener of the network event "${name}" threw:`, error);
      }
    }
  }
}

/** A moment of a network's clock in milliseconds since the epoch. */
export function epoch(moment: number): number {
  return performance.timeOrigin + moment;
}
