import { setImmediate as inNextTurn } from 'node:timers';
import type { Failure } from '../call-shape.ts';
import type { Engine } from '../engine.ts';
import { NetworkError, toFailure } from '../errors.ts';
import type { SocketEvent } from '../events.ts';
import { toHeaderBag } from '../headers.ts';
import { Listeners } from '../listeners.ts';
import type { SocketCloseEvent, SocketMessageEvent, SocketOpenEvent } from '../socket-api.ts';
import type { Task } from '../task.ts';
import type {
  DialledAddress,
  WireClose,
  WireHead,
  WireSocket,
  WireSocketReceiver,
  WireSocketRequest,
  WireTiming,
} from '../transport/transport.ts';
import { checkClose, checkSend, type Message } from './options.ts';
import { SendQueue } from './send-queue.ts';
import { SocketCall } from './socket-call.ts';
import { buildSocketProfile } from './socket-profile.ts';

const readyStates = { connecting: 0, open: 1, closing: 2, closed: 3 } as const;

type WithoutCall<E> = E extends unknown ? Omit<E, 'id' | 'time'> : never;

/**
 * One socket of a program. Rule 18.
 *
 * ```text
 *  closed ──▶ connecting ──▶ open ──▶ closing ──▶ closed
 *                 └───────────┴─── (failed, interrupted) ──▶ closed
 * ```
 *
 * It is closed until its call was accepted, and for good once it has ended. Every ending comes to `#finish`, and
 * the first one wins.
 */
export class Socket implements WireSocketReceiver {
  readonly onOpened: Listeners<SocketOpenEvent>;
  readonly onMessaged: Listeners<SocketMessageEvent>;
  readonly onFailed: Listeners<Failure>;
  readonly onClosed: Listeners<SocketCloseEvent>;

  readonly #engine: Engine;
  readonly #task: Task;
  readonly #queue: SendQueue;
  #state: keyof typeof readyStates = 'closed';
  #wire: WireSocket | undefined;
  #stopTimer: () => void = () => {};
  #timing: WireTiming | undefined;
  #dialledAt = 0;
  /** What the program asked `close` for. */
  #closing: SocketCloseEvent | undefined;
  /** Who keeps the program from taking messages. */
  #holds = 0;
  /** Messages that came while the program took none. */
  #inbox: (string | ArrayBuffer)[] = [];
  #delivering = false;
  /** The wire has ended, and messages are left to take. */
  #ended: WireClose | undefined;

  constructor(engine: Engine, task: Task) {
    this.#engine = engine;
    this.#task = task;
    this.#queue = new SendQueue(engine.profile.sockets.queuedBytes);
    this.onOpened = new Listeners(task, 'onOpen');
    this.onMessaged = new Listeners(task, 'onMessage');
    this.onFailed = new Listeners(task, 'onError');
    this.onClosed = new Listeners(task, 'onClose');
  }

  get readyState(): number {
    return readyStates[this.#state];
  }

  /** Called by the pool: the place is this socket's, until it has ended. */
  start(): void {
    this.#state = 'connecting';
    this.#engine.live.add(this);
  }

  /** Dials, once the program has been told that its call was accepted. */
  dial(request: WireSocketRequest, timeout: number): void {
    inNextTurn(() => {
      if (this.#state !== 'connecting') return;
      const { clock, transport } = this.#engine;
      this.#stopTimer = clock.after(timeout, () => {
        const detail = `The handshake was not over within ${timeout} ms.`;
        this.fail(new NetworkError('TIMED_OUT', { detail }));
      });
      this.#dialledAt = clock.now();
      try {
        this.#wire = transport.openSocket(request, this);
        this.#timing = this.#wire.timing;
      } catch (cause) {
        this.fail(new NetworkError('INTERNAL', { detail: String(cause), cause }));
        return;
      }
      const { target, headers } = request;
      this.#emit({ kind: 'handshake', url: `${target.scheme}://${target.authority}${target.path}`, headers });
    });
  }

  send(options: unknown): void {
    const call = new SocketCall(this.#task, 'sendSocketMessage', options);
    try {
      this.#send(call, checkSend(options, this.#engine.profile.sockets.messageBytes));
    } catch (error) {
      call.refuse(error);
    }
    call.leave();
  }

  close(options: unknown): void {
    const call = new SocketCall(this.#task, 'closeSocket', options);
    try {
      this.#close(call, checkClose(options));
    } catch (error) {
      call.refuse(error);
    }
    call.leave();
  }

  hold(): void {
    this.#holds += 1;
  }

  release(): void {
    this.#holds -= 1;
    if (this.#holds > 0 || this.#delivering) return;
    this.#deliverInbox();
    if (this.#inbox.length > 0) return;
    if (this.#ended === undefined) this.#wire?.resume();
    else this.#end(this.#ended);
  }

  /** Ends the socket: timeout, interrupt, a lost connection, shutdown. An interrupted open socket just closes. */
  fail(error: NetworkError): void {
    const interrupted = error.code === 'INTERRUPTED';
    const reason = interrupted ? error.text : '';
    const told = interrupted && this.#state !== 'connecting' ? undefined : error;
    this.#finish({ code: 1006, reason, error: told }, error);
  }

  onAddress(dialled: DialledAddress): void {
    const { events } = this.#engine;
    if (events.watched('address')) {
      events.emit('address', { id: this.#task.id, hop: 0, time: this.#engine.now(), ...dialled });
    }
  }

  onAnswer(head: WireHead): void {
    const { events } = this.#engine;
    if (events.watched('answer')) {
      events.emit('answer', { id: this.#task.id, hop: 0, time: this.#engine.now(), ...head });
    }
  }

  onOpen({ headers }: WireHead): void {
    const wire = this.#wire;
    if (this.#state !== 'connecting' || wire === undefined) return;
    this.#state = 'open';
    this.#stopTimer();
    this.#emit({ kind: 'open', headers });
    const { invokeStart } = this.#task;
    const moments = { invokeStart, fetchStart: this.#dialledAt, opened: this.#engine.clock.now() };
    this.onOpened.call({ header: toHeaderBag(headers), profile: buildSocketProfile(moments, wire.timing) });
  }

  onMessage(data: string | ArrayBuffer): boolean {
    if (this.#state !== 'open') return true;
    if (this.#engine.events.watched('socket')) {
      const bytes = typeof data === 'string' ? Buffer.byteLength(data) : data.byteLength;
      this.#emit({ kind: 'message', direction: 'in', data, bytes });
    }
    if (this.#holds === 0) this.onMessaged.call({ data });
    else this.#inbox.push(data);
    return this.#holds === 0;
  }

  onClose(close: WireClose): void {
    this.#wire = undefined;
    if (this.#inbox.length > 0) this.#ended = close;
    else this.#end(close);
  }

  /** The wire has ended. A program that asked to close is told what it asked for, unless the server said more. */
  #end(close: WireClose): void {
    const detail = 'The connection ended before the message was sent.';
    const cause = close.error ?? new NetworkError('CONNECTION_CLOSED', { detail });
    this.#finish(close.code === 1006 && this.#closing !== undefined ? this.#closing : close, cause);
  }

  #send(call: SocketCall, { kind, bytes }: Message): void {
    this.#refuseInBackground();
    const wire = this.#wire;
    if (this.#state !== 'open' || wire === undefined) throw this.#notOpen();
    const sent = this.#queue.add(call, bytes.byteLength);
    if (this.#engine.events.watched('socket')) {
      const data = kind === 'text' ? bytes.toString() : new Uint8Array(bytes).buffer;
      this.#emit({ kind: 'message', direction: 'out', data, bytes: bytes.byteLength });
    }
    wire.send(bytes, kind, sent);
  }

  #close(call: SocketCall, { code, reason }: SocketCloseEvent): void {
    this.#refuseInBackground();
    if (this.#state !== 'open' && this.#state !== 'connecting') throw this.#notOpen();
    call.succeed();
    const wire = this.#wire;
    if (this.#state === 'connecting' || wire === undefined) {
      const detail = 'The program closed the socket before the message was sent.';
      this.#finish(this.#ended ?? { code, reason }, new NetworkError('SOCKET_NOT_OPEN', { detail }));
      return;
    }
    this.#state = 'closing';
    this.#closing = { code, reason };
    // What the program does not want any more must not stand before the server's closing frame.
    this.#inbox = [];
    wire.close(code, reason);
    wire.resume();
  }

  #deliverInbox(): void {
    this.#delivering = true;
    while (this.#holds === 0 && this.#state === 'open') {
      const data = this.#inbox.shift();
      if (data === undefined) break;
      this.onMessaged.call({ data });
    }
    this.#delivering = false;
  }

  #refuseInBackground(): void {
    if (this.#engine.lifecycle.admits) return;
    throw new NetworkError('INTERRUPTED', {
      detail: 'The mini program is in the background, or was closed.',
    });
  }

  #notOpen(): NetworkError {
    return new NetworkError('SOCKET_NOT_OPEN', { detail: `The socket is ${this.#state}.` });
  }

  /**
   * The last word on the socket: it gives up its place and its connection, what waits to be sent fails, and the
   * program is told in the next turn.
   */
  #finish(close: WireClose, cause: NetworkError): void {
    if (this.#state === 'closed') return;
    const { code, reason, error } = close;
    const engine = this.#engine;
    const unsent = this.#queue.clear();
    this.#state = 'closed';
    this.#stopTimer();
    this.#wire?.cancel();
    this.#wire = undefined;
    this.#inbox = [];
    engine.live.delete(this);
    engine.sockets.release(this);
    if (this.#timing !== undefined && engine.events.watched('hop')) {
      engine.events.emit('hop', { id: this.#task.id, hop: 0, timing: this.#timing, time: engine.now() });
    }
    this.#emit({ kind: 'close', code, reason, ...(error !== undefined && { error }) });
    // As the callbacks of `connectSocket` and of `close`, which come first.
    inNextTurn(() => {
      for (const call of unsent) call.fail(cause);
      if (error !== undefined) {
        const { errMsg, errno } = toFailure('connectSocket', error);
        this.onFailed.call({ errMsg, errno });
      }
      this.onClosed.call({ code, reason });
    });
  }

  #emit(event: WithoutCall<SocketEvent>): void {
    const { events } = this.#engine;
    if (events.watched('socket')) {
      events.emit('socket', { ...event, id: this.#task.id, time: this.#engine.now() });
    }
  }
}
