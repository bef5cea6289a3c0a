import { exponential, luck, normal } from './luck.ts';
import type { Scenario, SimulatedServer } from './scenario.ts';

/** What a request to a server comes to. Milliseconds. */
export type Attempt =
  | { readonly ending: 'answered' | 'broken'; readonly connect: number; readonly firstByte: number }
  /** Nothing ever comes: no connection, or no answer on the one that there was. */
  | { readonly ending: 'silent'; readonly connected: boolean };

/** How long an unused connection is kept. */
const keptFor = 60_000;

/**
 * One device in a scenario. What happens to a call follows from its number, the server and the time alone: all who
 * choose meet the same network. What the device's own network and the answering take is the same for all servers, as
 * it is in life; only the way differs.
 */
export class World {
  readonly #scenario: Scenario;
  readonly #seed: number;
  readonly #usedAt = new Map<SimulatedServer, number>();

  constructor(scenario: Scenario, seed: number) {
    this.#scenario = scenario;
    this.#seed = seed;
  }

  /** Whether there is an open connection. */
  isConnected(server: SimulatedServer, now: number): boolean {
    return this.unusedFor(server, now) <= keptFor;
  }

  /** How long the last connection has waited, in milliseconds; `Infinity` where there is none. */
  unusedFor(server: SimulatedServer, now: number): number {
    return now - (this.#usedAt.get(server) ?? -Infinity);
  }

  /** A connection is open from then on. */
  connected(server: SimulatedServer, now: number): void {
    this.#usedAt.set(server, Math.max(now, this.#usedAt.get(server) ?? 0));
  }

  disconnected(server: SimulatedServer): void {
    this.#usedAt.delete(server);
  }

  /** TCP and TLS; `undefined` where nothing comes back. */
  connect(server: SimulatedServer, call: number, now: number): number | undefined {
    if (this.#scenario.fault(server, now).hole === true) return undefined;
    return 2 * this.way(server, now) + this.#access(call);
  }

  /**
   * A request, on the open connection or on a new one.
   *
   * @param tries how often it was sent to this server before
   */
  attempt(server: SimulatedServer, call: number, now: number, tries = 0): Attempt {
    const connected = this.isConnected(server, now);
    const fault = this.#scenario.fault(server, now);
    if (fault.hole === true) return { ending: 'silent', connected };
    const connect = connected ? 0 : (this.connect(server, call, now) ?? 0);
    const way = this.way(server, now + connect);
    const jitter = Math.abs(normal(this.#seed, 3, this.#index(server), call)) * 2;
    const broken =
      luck(this.#seed, 4, this.#index(server), call, ...Array<number>(tries).fill(1)) < (fault.failing ?? 0);
    const serving = 10 + exponential(5, this.#seed, 5, call);
    return broken
      ? { ending: 'broken', connect, firstByte: way }
      : { ending: 'answered', connect, firstByte: way + jitter + serving + this.#access(call) };
  }

  /** The way there and back at that time, in milliseconds. */
  way(server: SimulatedServer, now: number): number {
    const { spread, period } = this.#scenario.variation;
    const slower = this.#scenario.fault(server, now).slower ?? 1;
    return server.way * slower * Math.exp(spread * this.#drift(server, now / period));
  }

  /** A normal variable that goes smoothly from one value to the next. */
  #drift(server: SimulatedServer, time: number): number {
    const step = Math.floor(time);
    const part = time - step;
    const at = (n: number) => normal(this.#seed, 6, this.#index(server), n);
    const [a, b] = [Math.cos((part * Math.PI) / 2), Math.sin((part * Math.PI) / 2)];
    return at(step) * a + at(step + 1) * b;
  }

  /** Wi-Fi or radio: mostly a few milliseconds, now and then many. */
  #access(call: number): number {
    const spike = luck(this.#seed, 7, call) < 0.02 ? 50 + 150 * luck(this.#seed, 8, call) : 0;
    return exponential(3, this.#seed, 9, call) + spike;
  }

  #index(server: SimulatedServer): number {
    return this.#scenario.servers.indexOf(server);
  }
}
