import type { Network } from '@minigate/network';
import { DiscoveryPort } from './discovery-port.ts';
import type { Flow } from './flow.ts';
import { readGuestMessage } from './guest-message.ts';
import { withOddValues } from './odd-values.ts';
import { Outbox } from './outbox.ts';
import {
  type Batch,
  bridgeLimits,
  type ConsoleDetail,
  type ConsoleLevel,
  type GuestMessage,
  type HostMessage,
  type ToWorker,
} from './protocol.ts';
import { SocketPort } from './socket-port.ts';
import { TransferPort } from './transfer-port.ts';

/** What the program said that is not a call. */
export interface GuestNews {
  /** A promise keeps the program waiting once it has more to say. */
  console(
    level: ConsoleLevel,
    texts: readonly string[],
    stack: string,
    detail?: ConsoleDetail,
  ): void | Promise<void>;
  error(message: string, stack: string, where: string): void;
  unsupported(name: string): void;
  /** The call that the network knows by this number was made there. */
  called(networkId: number, stack: string): void;
  /** A promise keeps the program waiting once it has more to say. */
  store(key: string, json: string | null): void | Promise<void>;
}

type GuestCall = Extract<GuestMessage, readonly ['call', ...unknown[]]>;

type GuestVerb = Extract<GuestMessage, readonly ['verb', ...unknown[]]>;

interface HostPortOptions {
  readonly network: Network;
  /** Whether the program's calls say where they were made. */
  readonly traceCalls: boolean;
  readonly news: GuestNews;
  /** Bytes of answers that may wait for the program. */
  readonly backlog: number;
  readonly post: (message: ToWorker) => void;
  /** So much of the worker's traffic has been taken in. */
  readonly take: (cost: number) => void;
  /** The program broke the protocol, or does not take its answers. */
  readonly onFault: (reason: 'crash' | 'memory', message: string) => void;
  /** There may be nothing left to wait for. */
  readonly onChange: () => void;
}

/**
 * The host's end of the bridge: messages of the guest become calls to the network and news for the host; the
 * network's answers become deliveries.
 */
export class HostPort {
  readonly #options: HostPortOptions;
  readonly #outbox: Outbox;
  readonly #discovery: DiscoveryPort;
  readonly #transfers: TransferPort;
  readonly #sockets: SocketPort;
  /** Until the program's first lines have run. */
  #starting = true;
  #oneShots = 0;
  /** The network's number of the call that is being made. */
  #calledAs: number | undefined;
  #closed = false;

  constructor(options: HostPortOptions) {
    this.#options = options;
    this.#outbox = new Outbox((pairs) => options.post(pairs));
    const { network, traceCalls, onChange } = options;
    // A call is announced before the function that makes it has returned.
    if (traceCalls) network.on('call', ({ id }) => (this.#calledAs = id));
    this.#discovery = new DiscoveryPort(network.api, (message) => {
      this.deliver(message);
      onChange();
    });
    this.#transfers = new TransferPort(network, (...delivery) => this.deliver(...delivery));
    this.#sockets = new SocketPort(network, (...delivery) => this.deliver(...delivery), onChange);
  }

  /** Calls that have no ending yet, and sockets that are not closed. */
  get openCalls(): number {
    return this.#transfers.size + this.#sockets.size;
  }

  /** Whether the program has anything to do: what was delivered, its one-shot timers, and a search. */
  get busy(): boolean {
    return this.#starting || this.#oneShots > 0 || !this.#outbox.empty || this.#discovery.busy;
  }

  /** Runs the program's first line. */
  start(): void {
    this.#options.post({ networkType: this.#options.network.networkType });
  }

  deliver(message: HostMessage, body?: string | ArrayBuffer, flow?: Flow): void {
    if (this.#closed) return;
    this.#outbox.add(message, body, flow);
    if (this.#outbox.held > this.#options.backlog) {
      const { backlog } = this.#options;
      this.#options.onFault('memory', `The program left more than ${backlog} bytes of answers untaken.`);
    }
  }

  /** From now on nothing reaches the program, and nothing of it is heard. */
  close(): void {
    this.#closed = true;
    this.#transfers.clear();
    this.#sockets.clear();
  }

  receive(batch: Batch): void {
    const [delivered, oneShots] = batch;
    for (let i = 2; i < batch.length && !this.#closed; i += 2) {
      this.#take(batch[i], batch[i + 1]);
    }
    if (this.#closed) return;
    this.#oneShots = oneShots;
    this.#acknowledge(delivered);
    this.#options.onChange();
  }

  #acknowledge(delivered: number): void {
    if (this.#starting && delivered > 0) {
      this.#starting = false;
      this.#outbox.acknowledge(delivered - 1);
    } else if (delivered > 0) {
      this.#outbox.acknowledge(delivered);
    }
  }

  #take(text: unknown, attached: unknown): void {
    const bytes = attached instanceof ArrayBuffer ? attached : undefined;
    const message = typeof text === 'string' ? readGuestMessage(text) : undefined;
    if (typeof text !== 'string' || message === undefined) {
      this.#broken();
      return;
    }
    const cost = bridgeLimits.messageCost + text.length + (bytes?.byteLength ?? 0);
    const { news } = this.#options;
    let pause: void | Promise<void> = undefined;
    switch (message[0]) {
      case 'call':
        this.#call(message, withOddValues(message[3], message[4], bytes));
        break;
      case 'verb':
        this.#act(message, withOddValues(message[3], message[4], bytes));
        break;
      case 'abort':
        this.#transfers.abort(message[1]);
        break;
      case 'listen':
        this.#transfers.listen(message[1], message[2]);
        break;
      case 'console':
        pause = news.console(message[1], message[2], message[3], message[4]);
        break;
      case 'error':
        news.error(message[1], message[2], message[3]);
        break;
      case 'unsupported':
        news.unsupported(message[1]);
        break;
      case 'store':
        pause = news.store(message[1], message[2]);
        break;
      case 'discovery':
        this.#discovery.call(message[1], message[2], message[3]);
        break;
    }
    if (pause === undefined) this.#options.take(cost);
    else void pause.finally(() => this.#options.take(cost));
  }

  #call([, id, api, , , stack]: GuestCall, given: unknown): void {
    if (this.#transfers.has(id) || this.#sockets.has(id)) {
      this.#broken();
      return;
    }
    this.#calledAs = undefined;
    if (api === 'connectSocket') this.#sockets.connect(id, given);
    else this.#transfers.call(id, api, given);
    if (stack !== undefined && this.#calledAs !== undefined) this.#options.news.called(this.#calledAs, stack);
  }

  #act([, id, verb, , , socket]: GuestVerb, given: unknown): void {
    if (!this.#sockets.act(id, verb, socket, given)) this.#broken();
  }

  #broken(): void {
    this.#options.onFault('crash', 'The program broke the protocol of the bridge.');
  }
}
