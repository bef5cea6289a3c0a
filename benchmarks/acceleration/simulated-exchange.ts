import { NetworkError } from '@minigate/network';
import type { Clock } from '../../packages/network/src/clock.ts';
import { noTiming } from '../../packages/network/src/transport/hop.ts';
import type { Exchange, WireReceiver } from '../../packages/network/src/transport/transport.ts';
import type { SimulatedServer } from './scenario.ts';
import type { World } from './world.ts';

interface Way {
  readonly world: World;
  readonly clock: Clock;
  readonly server: SimulatedServer;
  readonly number: number;
  readonly onRequest: () => void;
}

interface Terms {
  readonly receiver: WireReceiver;
  /** When the connection was begun that was made for this request; `undefined` where there is none. */
  readonly dialledAt: number | undefined;
  /** @param unused how long the connection had waited, in milliseconds */
  readonly mayRepeat: (unused: number) => boolean;
}

/**
 * One request to one server of a world. As in the engine's transport, a kept connection that ends before an answer
 * is followed by a second request over a new one, where that may be.
 */
export class SimulatedExchange implements Exchange {
  readonly timing = noTiming();
  readonly #way: Way;
  readonly #terms: Terms;
  #stop = () => {};

  constructor(way: Way, terms: Terms) {
    this.#way = way;
    this.#terms = terms;
    this.#send(0);
  }

  isUnsent(): boolean {
    return this.timing.requestStart === 0;
  }

  cancel(): void {
    this.#stop();
    if (this.timing.requestStart !== 0) this.#way.world.disconnected(this.#way.server);
  }

  resume(): void {}

  /** @param tries how often it was sent before */
  #send(tries: number): void {
    const { world, clock, server, number } = this.#way;
    const start = clock.now();
    const unused = world.unusedFor(server, start);
    const attempt = world.attempt(server, number, start, tries);
    if (attempt.ending === 'silent') {
      if (attempt.connected) this.#written();
      return;
    }
    const { ending, connect, firstByte } = attempt;
    const came = () => (ending === 'answered' ? this.#answered() : this.#broke(tries, unused));
    const write = () => {
      this.#written();
      this.#stop = clock.after(firstByte, came);
    };
    if (connect === 0) {
      const { dialledAt } = this.#terms;
      this.timing.reused = dialledAt === undefined;
      if (dialledAt !== undefined) Object.assign(this.timing, { connectStart: dialledAt, tlsEnd: start });
      write();
      return;
    }
    this.#stop = clock.after(connect, () => {
      Object.assign(this.timing, { connectStart: start, tlsEnd: clock.now(), reused: false });
      write();
    });
  }

  #written(): void {
    this.timing.requestStart = this.#way.clock.now();
    this.timing.requestEnd = this.timing.requestStart;
    this.#way.onRequest();
  }

  #answered(): void {
    const { world, clock, server } = this.#way;
    const { receiver } = this.#terms;
    this.timing.responseStart = clock.now();
    world.connected(server, clock.now());
    receiver.onHead({ status: 200, headers: [], protocol: 'http1.1' });
    receiver.onEnd();
  }

  #broke(tries: number, unused: number): void {
    const { world, server } = this.#way;
    world.disconnected(server);
    if (this.timing.reused && this.#terms.mayRepeat(unused)) {
      Object.assign(this.timing, noTiming());
      this.#send(tries + 1);
    } else this.#terms.receiver.onError(new NetworkError('CONNECTION_RESET'));
  }
}
