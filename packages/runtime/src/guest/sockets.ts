import { bridgeLimits, type GuestConfig, type SocketEvent, type SocketVerb } from '../bridge/protocol.ts';
import { type Call, type Calls, type Lane, lane } from './calls.ts';
import { Listeners } from './listeners.ts';
import { append, isObject, type List, list, parseJson, table, toText } from './primordials.ts';
import type { Steps } from './steps.ts';
import type { Timers } from './timers.ts';

const states = { connecting: 0, open: 1, closing: 2, closed: 3 } as const;

type EventName = SocketEvent | 'message';

interface Socket {
  /** The number of the call that made it. */
  readonly id: number;
  /** As the host told it last. */
  state: keyof typeof states;
  errMsg: string;
  readonly listeners: { readonly [K in EventName]: Listeners };
  /** Its own messages wait for each other and for no other socket's. */
  readonly lane: Lane;
  /** What it has to send and the network has not taken. */
  queued: number;
  /** Calls of `close` whose ending is not known yet. */
  closes: number;
  /** What came meanwhile: the program gets it if none of those calls was in order. */
  kept: List<{ readonly event: EventName; readonly payload: unknown }>;
}

interface Parts {
  readonly steps: Steps;
  readonly calls: Calls;
  readonly timers: Timers;
}

/** The program's sockets, and the tasks that it holds of them. */
export class Sockets {
  readonly #steps: Steps;
  readonly #calls: Calls;
  readonly #timers: Timers;
  readonly #queue: GuestConfig['sendQueue'];
  /** Those of which something may come. */
  readonly #sockets = table<number, Socket>();

  constructor({ sendQueue }: GuestConfig, { steps, calls, timers }: Parts) {
    this.#queue = sendQueue;
    this.#steps = steps;
    this.#calls = calls;
    this.#timers = timers;
  }

  connect(options: unknown): object {
    const call = this.#calls.call('connectSocket', options, {
      onSent: () => {
        socket.lane.ready = true;
        this.#calls.send(socket.lane);
      },
      onEnd: (_, ok, result) => {
        if (!ok) this.#refused(socket, result);
      },
    });
    const socket: Socket = {
      id: call.id,
      state: 'connecting',
      errMsg: 'connectSocket:ok',
      listeners: {
        open: new Listeners('an onOpen listener of SocketTask'),
        message: new Listeners('an onMessage listener of SocketTask'),
        error: new Listeners('an onError listener of SocketTask'),
        close: new Listeners('an onClose listener of SocketTask'),
      },
      lane: lane(bridgeLimits.openMessages, bridgeLimits.openMessageBytes, false),
      queued: 0,
      closes: 0,
      kept: list(),
    };
    this.#sockets.set(call.id, socket);
    this.#calls.start(call);
    return this.#task(socket);
  }

  /** Something happened to a socket. */
  told(id: number, event: SocketEvent, payload: unknown): void {
    const socket = this.#sockets.get(id);
    if (socket === undefined) return;
    if (event === 'open') {
      socket.state = 'open';
      this.#tell(socket, event, payload);
      return;
    }
    socket.kept = list();
    if (event === 'close') this.#forget(socket);
    socket.state = 'closed';
    socket.listeners[event].call(this.#steps, payload);
  }

  /** @param kind how to read the body */
  message(id: number, kind: string, body: unknown): void {
    const socket = this.#sockets.get(id);
    if (socket === undefined || socket.state !== 'open') return;
    const data = kind === 'text-in-json' ? parseJson(body as string) : body;
    this.#tell(socket, 'message', { data });
  }

  #tell(socket: Socket, event: EventName, payload: unknown): void {
    if (socket.closes > 0) append(socket.kept, { event, payload });
    else socket.listeners[event].call(this.#steps, payload);
  }

  #refused(socket: Socket, failure: unknown): void {
    if (isObject(failure)) socket.errMsg = toText(failure.errMsg);
    socket.state = 'closed';
    this.#forget(socket);
  }

  #forget(socket: Socket): void {
    this.#sockets.delete(socket.id);
  }

  #send(socket: Socket, options: unknown): void {
    let cost = 0;
    const call = this.#verb('sendSocketMessage', options, socket, () => {
      socket.queued -= cost;
    });
    const size = call.size + bridgeLimits.messageCost;
    if (socket.queued > 0 && socket.queued + size > this.#queue.bytes) {
      this.#refuse(call);
      return;
    }
    cost = size;
    socket.queued += cost;
    this.#calls.start(call);
  }

  /** In a later turn, as every refusal; what was to be sent is let go at once. */
  #refuse(call: Call): void {
    call.unsent = undefined;
    this.#timers.soon('SocketTask.send', () => this.#calls.settle(call, false, this.#queue.full));
  }

  #close(socket: Socket, options: unknown): void {
    const call = this.#verb('closeSocket', options, socket, (ok) => this.#onCloseEnded(socket, ok));
    socket.closes += 1;
    // It goes behind what was sent before, and waits for no server that takes nothing.
    socket.lane.mostOpen = socket.lane.mostSize = Number.POSITIVE_INFINITY;
    this.#calls.start(call);
  }

  #onCloseEnded(socket: Socket, ok: boolean): void {
    socket.closes -= 1;
    if (!ok && socket.closes > 0) return;
    const { kept } = socket;
    socket.kept = list();
    if (ok) {
      if (socket.state === 'open') socket.state = 'closing';
      else if (socket.state === 'connecting') socket.state = 'closed';
    } else {
      for (let i = 0; i < kept.length; i++) {
        const one = kept[i];
        if (one !== undefined) socket.listeners[one.event].call(this.#steps, one.payload);
      }
    }
  }

  #verb(verb: SocketVerb, options: unknown, socket: Socket, onEnd: (ok: boolean) => void): Call {
    return this.#calls.verb(verb, options, socket.id, socket.lane, { onEnd: (_, ok) => onEnd(ok) });
  }

  #task(socket: Socket): object {
    const { listeners } = socket;
    const id = toText(socket.id);
    return {
      CONNECTING: states.connecting,
      OPEN: states.open,
      CLOSING: states.closing,
      CLOSED: states.closed,
      get readyState() {
        return states[shownState(socket)];
      },
      socketTaskId: id,
      _id: id,
      get errMsg() {
        return socket.errMsg;
      },
      send: (options: unknown) => this.#send(socket, options),
      close: (options?: unknown) => this.#close(socket, options),
      onOpen: (listener: unknown) => listeners.open.add(listener),
      offOpen: (listener?: unknown) => listeners.open.remove(listener),
      onMessage: (listener: unknown) => listeners.message.add(listener),
      offMessage: (listener?: unknown) => listeners.message.remove(listener),
      onError: (listener: unknown) => listeners.error.add(listener),
      offError: (listener?: unknown) => listeners.error.remove(listener),
      onClose: (listener: unknown) => listeners.close.add(listener),
      offClose: (listener?: unknown) => listeners.close.remove(listener),
    };
  }
}

/** A program that asked to close sees at once what comes of it, unless the call turns out to be wrong. */
function shownState({ state, closes }: Socket): Socket['state'] {
  if (closes === 0) return state;
  if (state === 'open') return 'closing';
  return state === 'connecting' ? 'closed' : state;
}
