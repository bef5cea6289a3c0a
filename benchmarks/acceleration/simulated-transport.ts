import type { Clock } from '../../packages/network/src/clock.ts';
import { noTiming, repeatable } from '../../packages/network/src/transport/hop.ts';
import type {
  Connecting,
  Exchange,
  Transport,
  WireConnect,
  WireConnectReceiver,
  WireReceiver,
  WireRequest,
} from '../../packages/network/src/transport/transport.ts';
import type { SimulatedServer } from './scenario.ts';
import { SimulatedExchange } from './simulated-exchange.ts';
import type { World } from './world.ts';

/** What a simulated transport stands in. */
interface SimulatedNetwork {
  readonly world: World;
  readonly clock: Clock;
  readonly serverOf: (hostname: string) => SimulatedServer;
  /** Which call it is for: two attempts of one call at one server meet the same luck. */
  readonly number: () => number;
  /** A request is written. */
  readonly onRequest: () => void;
  /** A connection is begun without a request. */
  readonly onConnection: () => void;
}

/** The servers of a world, as the engine dials them: one kept connection for each. */
export class SimulatedTransport implements Transport {
  readonly #network: SimulatedNetwork;
  /** A connection that is handed over inside `onConnected`. */
  #handed: { readonly server: SimulatedServer; readonly start: number } | undefined;

  constructor(network: SimulatedNetwork) {
    this.#network = network;
  }

  send(request: WireRequest, receiver: WireReceiver): Exchange {
    const server = this.#network.serverOf(request.target.hostname);
    const handed = this.#handed?.server === server ? this.#handed : undefined;
    this.#handed = undefined;
    const { onRequest, number, clock, world } = this.#network;
    return new SimulatedExchange(
      { world, clock, server, number: number(), onRequest },
      {
        receiver,
        dialledAt: handed?.start,
        mayRepeat: (unused) => repeatable.includes(request.method) && (request.mayRepeat?.(unused) ?? true),
      },
    );
  }

  connect({ target, fresh = false }: WireConnect, receiver: WireConnectReceiver): Connecting {
    const { world, clock, serverOf, number, onConnection } = this.#network;
    const server = serverOf(target.hostname);
    const timing = noTiming();
    const start = clock.now();
    if (!fresh && world.isConnected(server, start)) {
      timing.reused = true;
      return { timing, address: undefined, cancel: clock.after(0, () => receiver.onConnected()) };
    }
    onConnection();
    const took = world.connect(server, number(), start);
    if (took === undefined) return { timing, address: undefined, cancel() {} };
    const cancel = clock.after(took, () => {
      world.connected(server, clock.now());
      Object.assign(timing, { connectStart: start, tlsEnd: clock.now() });
      this.#handed = { server, start };
      receiver.onConnected();
      this.#handed = undefined;
    });
    return { timing, address: undefined, cancel };
  }

  openSocket(): never {
    throw new Error('no session of a scenario opens a socket');
  }

  renew(): void {}

  close(): Promise<void> {
    return Promise.resolve();
  }
}
