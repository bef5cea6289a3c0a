import {
  type Clock,
  type Connecting,
  type Exchange,
  NetworkError,
  type NetworkOptions,
  type Transport,
  type WireConnect,
  type WireConnectReceiver,
  type WireReceiver,
  type WireRequest,
  type WireSocket,
  type WireSocketReceiver,
  type WireSocketRequest,
} from '@minigate/network';
import { Link } from './link.ts';
import { LostConnection, LostExchange, LostSocket } from './lost.ts';
import { type LinkConditions, linkFault, linkPresets } from './presets.ts';
import { SlowExchange, type SlowTerms } from './slow-exchange.ts';
import { SlowSocket } from './slow-socket.ts';

/** The link of a simulated device: what a person at the simulator changes while calls are under way. */
export interface DeviceConditions {
  readonly current: LinkConditions;
  /**
   * From now on the link is like this, also for calls under way; but a request that was lost stays lost, and one
   * whose body has begun to go out without a limit goes on so.
   *
   * @throws TypeError if the conditions cannot be used; the message says why
   */
  set(conditions: LinkConditions): void;
  /** The option of a network that puts the link before its servers. */
  readonly interpose: NonNullable<NetworkOptions['interpose']>;
}

interface DeviceOptions {
  /** Numbers from 0 to below 1, which decide what is lost. Default: `Math.random`. */
  readonly luck?: () => number;
}

/**
 * A link that adds nothing until it is told to.
 *
 * @example
 * const conditions = createConditions();
 * const network = createNetwork({ policy, interpose: conditions.interpose });
 * conditions.set(linkPresets['3g']);
 */
export function createConditions({ luck = Math.random }: DeviceOptions = {}): DeviceConditions {
  let current = linkPresets.none;
  const devices = new Set<ConditionedTransport>();
  return {
    get current() {
      return current;
    },
    set(conditions) {
      const fault = linkFault(conditions);
      if (fault !== undefined) throw new TypeError(fault);
      current = { ...conditions };
      for (const device of devices) device.changed();
    },
    interpose(transport, clock) {
      const device: ConditionedTransport = new ConditionedTransport(transport, {
        clock,
        luck,
        conditions: () => current,
        onClose: () => devices.delete(device),
      });
      devices.add(device);
      return device;
    },
  };
}

interface TransportOptions {
  readonly clock: Clock;
  readonly conditions: () => LinkConditions;
  readonly luck: () => number;
  readonly onClose: () => void;
}

/** A transport behind a link. */
class ConditionedTransport implements Transport {
  readonly #inner: Transport;
  readonly #options: TransportOptions;
  readonly #up: Link;
  readonly #down: Link;
  readonly #live = new Set<SlowExchange | SlowSocket | LostConnection | LostExchange | LostSocket>();

  constructor(inner: Transport, options: TransportOptions) {
    const { clock, conditions } = options;
    this.#inner = inner;
    this.#options = options;
    this.#up = new Link(clock, () => conditions().upload);
    this.#down = new Link(clock, () => conditions().download);
  }

  send(request: WireRequest, receiver: WireReceiver): Exchange {
    if (this.#loses()) return this.#lose((onOver) => new LostExchange(receiver, this.#options.clock, onOver));
    const exchange: SlowExchange = new SlowExchange(
      receiver,
      this.#terms(() => this.#live.delete(exchange)),
    );
    this.#live.add(exchange);
    exchange.send(request);
    return exchange;
  }

  answers(request: WireRequest): boolean {
    return this.#inner.answers?.(request) === true;
  }

  /** Latency is that of the request that follows. */
  connect(request: WireConnect, receiver: WireConnectReceiver): Connecting {
    if (!this.#loses()) return this.#inner.connect(request, receiver);
    return this.#lose((onOver) => new LostConnection(receiver, this.#options.clock, onOver));
  }

  openSocket(request: WireSocketRequest, receiver: WireSocketReceiver): WireSocket {
    if (this.#loses()) return this.#lose((onOver) => new LostSocket(receiver, this.#options.clock, onOver));
    const socket: SlowSocket = new SlowSocket(
      receiver,
      this.#terms(() => this.#live.delete(socket)),
    );
    this.#live.add(socket);
    socket.open(request);
    return socket;
  }

  renew(): void {
    this.#inner.renew();
  }

  close(): Promise<void> {
    this.#options.onClose();
    return this.#inner.close();
  }

  /** The conditions are others now. */
  changed(): void {
    this.#up.reset();
    this.#down.reset();
    const { offline } = this.#options.conditions();
    for (const one of [...this.#live]) {
      if (offline) one.breakOff(disconnected());
      else one.again();
    }
  }

  #loses(): boolean {
    const { offline, loss } = this.#options.conditions();
    return offline || (loss > 0 && this.#options.luck() < loss);
  }

  /** What is lost because the device is offline fails at once. */
  #lose<T extends LostConnection | LostExchange | LostSocket>(make: (onOver: () => void) => T): T {
    const lost: T = make(() => this.#live.delete(lost));
    this.#live.add(lost);
    if (this.#options.conditions().offline) lost.failSoon(disconnected());
    return lost;
  }

  #terms(onOver: () => void): SlowTerms {
    const { conditions } = this.#options;
    return {
      transport: this.#inner,
      up: this.#up,
      down: this.#down,
      get latency() {
        return conditions().latency;
      },
      onOver,
    };
  }
}

function disconnected(): NetworkError {
  return new NetworkError('DISCONNECTED', { detail: 'The simulated device is offline.' });
}
