import { type Answer, answered, saved } from './answer.ts';
import {
  bridgeLimits,
  type CallApi,
  callOptions,
  type GuestConfig,
  type SocketVerb,
  verbOptions,
} from '../bridge/protocol.ts';
import type { Host } from './channel.ts';
import { encode } from './encode.ts';
import type { Listeners } from './listeners.ts';
import { callbackOf } from './outcome.ts';
import { byteLengthOf, type Callable, table } from './primordials.ts';
import { Queue } from './queue.ts';
import { readMessageOption, readOption, snapshot } from './snapshot.ts';
import { stackHere } from './stack.ts';
import type { Steps } from './steps.ts';

/** Made once: a busy program asks for them thousands of times a second. */
const callbackNames = {
  request: namesFor('request'),
  downloadFile: namesFor('downloadFile'),
  uploadFile: namesFor('uploadFile'),
  connectSocket: namesFor('connectSocket'),
  sendSocketMessage: namesFor('SocketTask.send'),
  closeSocket: namesFor('SocketTask.close'),
};

function namesFor(api: string) {
  return {
    success: `the success callback of ${api}`,
    fail: `the fail callback of ${api}`,
    complete: `the complete callback of ${api}`,
  };
}

/** Calls that wait for each other: so many are with the host at a time, the others wait, first come, first served. */
export interface Lane {
  mostOpen: number;
  mostSize: number;
  /** Until it is, everything waits. */
  ready: boolean;
  open: number;
  openSize: number;
  readonly waiting: Queue<Call>;
}

export function lane(mostOpen: number, mostSize: number, ready = true): Lane {
  return { mostOpen, mostSize, ready, open: 0, openSize: 0, waiting: new Queue() };
}

/** Who is told of the turns of a call. */
export interface Owner {
  /** The host has it. */
  onSent?(call: Call): void;
  /** It has its ending; its callbacks come next. */
  onEnd?(call: Call, ok: boolean, result: unknown): void;
}

export interface Call {
  readonly id: number;
  readonly api: CallApi | SocketVerb;
  readonly lane: Lane;
  readonly owner: Owner;
  readonly success: Callable | undefined;
  readonly fail: Callable | undefined;
  readonly complete: Callable | undefined;
  /** What it takes on its way through the host, text and bytes. */
  readonly size: number;
  /** What waits in the program's own memory until the host takes it. */
  unsent: { text: string; bytes: ArrayBuffer | undefined } | undefined;
  ended: boolean;
  aborted: boolean;
  /** Of a transfer, where there have been any. */
  headers: Listeners | undefined;
  progress: Listeners | undefined;
  chunks: Listeners | undefined;
  toldHeaders: boolean;
}

/** What the program asks of the network, from its options to the last callback. */
export class Calls {
  readonly #host: Host;
  readonly #steps: Steps;
  readonly #calls = table<number, Call>();
  readonly #lane = lane(bridgeLimits.openCalls, bridgeLimits.openCallBytes);
  readonly #traces: boolean;
  #lastId = 0;

  constructor(config: Pick<GuestConfig, 'traceCalls'>, host: Host, steps: Steps) {
    this.#traces = config.traceCalls === true;
    this.#host = host;
    this.#steps = steps;
  }

  /** Reads the options. Nothing else happens before `start`. */
  call(api: CallApi, options: unknown, owner: Owner): Call {
    const { value, odd, bytes } = snapshot(options, callOptions[api], readOption);
    const oddText = odd === undefined ? '[]' : encode(odd);
    const id = this.#nextId();
    const trace = this.#traces ? `,${encode(stackHere())}` : '';
    const text = `["call",${id},"${api}",${encode(value)},${oddText}${trace}]`;
    return newCall({ id, api, options, text, bytes, owner, lane: this.#lane });
  }

  /** The same for what is asked of a socket. */
  verb(verb: SocketVerb, options: unknown, socket: number, at: Lane, owner: Owner): Call {
    const { value, odd, bytes } = snapshot(options, verbOptions[verb], readMessageOption);
    const oddText = odd === undefined ? '[]' : encode(odd);
    const id = this.#nextId();
    const text = `["verb",${id},"${verb}",${encode(value)},${oddText},${socket}]`;
    return newCall({ id, api: verb, options, text, bytes, owner, lane: at });
  }

  start(call: Call): void {
    this.#calls.set(call.id, call);
    call.lane.waiting.add(call);
    this.send(call.lane);
  }

  /** One that has no ending yet. */
  find(id: number): Call | undefined {
    return this.#calls.get(id);
  }

  /** Hands to the host what it takes. */
  send(from: Lane): void {
    for (let call = from.waiting.first; call !== undefined; call = from.waiting.first) {
      const { unsent } = call;
      if (unsent === undefined || !mayOpen(from, call)) return;
      from.waiting.shift();
      from.open += 1;
      from.openSize += call.size;
      call.unsent = undefined;
      this.#host.send(unsent.text, unsent.bytes);
      call.owner.onSent?.(call);
    }
  }

  /** The host's word on a call; it is the last one. */
  receive(kind: string, head: readonly unknown[], body: unknown): void {
    const call = this.#calls.get(head[1] as number);
    if (call === undefined) return;
    this.#calls.delete(call.id);
    call.lane.open -= 1;
    call.lane.openSize -= call.size;
    if (kind === 'sent') this.settle(call, head[2] === true, head[3]);
    else if (kind === 'failure') this.settle(call, false, head[2]);
    else this.settle(call, true, kind === 'done' ? head[2] : answerFrom(kind, head, body));
    this.send(call.lane);
  }

  settle(call: Call, ok: boolean, result: unknown): void {
    call.ended = true;
    call.owner.onEnd?.(call, ok, result);
    const where = callbackNames[call.api];
    if (ok) this.#steps.add(where.success, call.success, undefined, result);
    else this.#steps.add(where.fail, call.fail, undefined, result);
    this.#steps.add(where.complete, call.complete, undefined, result);
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
}

function answerFrom(kind: string, head: readonly unknown[], body: unknown): Answer {
  return kind === 'saved' ? saved(head) : answered(head, body);
}

interface Prepared extends Pick<Call, 'id' | 'api' | 'lane' | 'owner'> {
  readonly options: unknown;
  readonly text: string;
  readonly bytes: ArrayBuffer | undefined;
}

function newCall({ id, api, options, text, bytes, owner, lane: at }: Prepared): Call {
  return {
    id,
    api,
    lane: at,
    owner,
    success: callbackOf(options, 'success'),
    fail: callbackOf(options, 'fail'),
    complete: callbackOf(options, 'complete'),
    size: text.length + (bytes === undefined ? 0 : byteLengthOf(bytes)),
    unsent: { text, bytes },
    ended: false,
    aborted: false,
    headers: undefined,
    progress: undefined,
    chunks: undefined,
    toldHeaders: false,
  };
}

function mayOpen({ ready, open, openSize, mostOpen, mostSize }: Lane, { size }: Call): boolean {
  if (!ready) return false;
  return open === 0 || (open < mostOpen && openSize + size <= mostSize);
}
