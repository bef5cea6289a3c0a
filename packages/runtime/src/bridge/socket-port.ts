import type {
  Accepted,
  ConnectSocketOptions,
  Failure,
  Network,
  SendOptions,
  SocketTask,
} from '@minigate/network';
import { bodyParts, isObject, json } from './answer-parts.ts';
import { Flow } from './flow.ts';
import type { SocketEvent, SocketVerb } from './protocol.ts';
import type { Deliver } from './transfer-port.ts';

/** The host's side of sockets, each known by the number of the call that made it. */
export class SocketPort {
  readonly #network: Network;
  readonly #deliver: Deliver;
  readonly #onChange: () => void;
  readonly #open = new Map<number, SocketTask>();
  /** A closed socket answers for every other closed one: they all refuse alike, and need not be kept. */
  #closed: SocketTask | undefined;

  constructor(network: Network, deliver: Deliver, onChange: () => void) {
    this.#network = network;
    this.#deliver = deliver;
    this.#onChange = onChange;
  }

  /** Sockets of which something may still come. */
  get size(): number {
    return this.#open.size;
  }

  has(id: number): boolean {
    return this.#open.has(id);
  }

  connect(id: number, given: unknown): void {
    const success = (result: Accepted) => this.#deliver(['done', id, json(result)]);
    const fail = (failure: Failure) => this.#refuse(id, failure);
    if (isObject(given)) Object.assign(given, { success, fail });
    const task = this.#network.api.connectSocket(given as ConnectSocketOptions);
    this.#open.set(id, task);
    task.onOpen((event) => this.#tell(id, 'open', event));
    task.onError((failure) => this.#tell(id, 'error', failure));
    task.onMessage(this.#messages(id, task));
    task.onClose((event) => {
      this.#forget(id);
      this.#tell(id, 'close', event);
      this.#onChange();
    });
    // Options that are no object have no callbacks, neither there nor here.
    if (!isObject(given)) this.#refuse(id, { errMsg: task.errMsg, errno: 0 });
  }

  /** Gives false where no program that keeps to the protocol would ask so. */
  act(id: number, verb: SocketVerb, socket: number, given: unknown): boolean {
    const task = this.#open.get(socket) ?? this.#closed;
    if (task === undefined) return false;
    const end = (ok: boolean, result: object) => this.#deliver(['sent', id, ok, json(result)]);
    const options = verb === 'closeSocket' ? (given ?? {}) : given;
    const callbacks = {
      success: (result: Accepted) => end(true, result),
      fail: (failure: Failure) => end(false, failure),
    };
    if (isObject(options)) Object.assign(options, callbacks);
    if (verb === 'closeSocket') task.close(options as object);
    else task.send(options as SendOptions);
    if (!isObject(options)) end(false, { errMsg: '', errno: 0 });
    return true;
  }

  clear(): void {
    this.#open.clear();
  }

  /** A program that is slow to take messages keeps its server waiting. */
  #messages(id: number, task: SocketTask): (event: { readonly data: string | ArrayBuffer }) => void {
    const flow = new Flow();
    return ({ data }) => {
      const { kind, body } = bodyParts(data);
      this.#deliver(['message', id, kind], body, flow);
      if (flow.room !== undefined) void flow.room.then(this.#network.hold(task));
    };
  }

  #tell(id: number, event: SocketEvent, payload: object): void {
    this.#deliver(['socket', id, event, json(payload)]);
  }

  #refuse(id: number, failure: Failure): void {
    this.#forget(id);
    this.#deliver(['failure', id, json(failure)]);
    this.#onChange();
  }

  #forget(id: number): void {
    this.#closed ??= this.#open.get(id);
    this.#open.delete(id);
  }
}
