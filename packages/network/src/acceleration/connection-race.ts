import type { Clock } from '../clock.ts';
import type { NetworkError } from '../errors.ts';
import type { Connecting, GuardMode, Transport } from '../transport/transport.ts';
import type { Route } from './route.ts';

interface ConnectionRaceOptions {
  readonly route: Route;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly guard: GuardMode;
  readonly http2: boolean;
  /** Milliseconds between one attempt and the next. */
  readonly headStart: number;
  /** A connection to another server than the first is attempted. */
  readonly onBeside: () => void;
  /** One of them came to nothing; the next one begins at once. */
  readonly onFailure: (origin: string, error: NetworkError) => void;
  /** The first connection, for what is sent at once; the others are given up. */
  readonly onConnected: (origin: string) => void;
  /** None came about. */
  readonly onExhausted: (error: NetworkError) => void;
}

/**
 * Connections to several servers, each begun somewhat after the one before, until one is there: for the first call after
 * what is known has become old. Nothing is sent over them. RFC 8305, 5.
 */
export class ConnectionRace {
  readonly #options: ConnectionRaceOptions;
  readonly #waiting: string[];
  readonly #running = new Map<string, { readonly connecting: Connecting; readonly since: number }>();
  #stopTimer = () => {};
  #over = false;

  constructor(origins: readonly string[], options: ConnectionRaceOptions) {
    this.#waiting = [...origins];
    this.#options = options;
    this.#next(false);
  }

  /** The servers whose connections are not there after so many milliseconds. */
  waitedFor(least: number): readonly string[] {
    const now = this.#options.clock.now();
    return [...this.#running].flatMap(([origin, { since }]) => (now - since >= least ? origin : []));
  }

  cancel(): void {
    this.#over = true;
    this.#stopTimer();
    for (const { connecting } of this.#running.values()) connecting.cancel();
    this.#running.clear();
  }

  #next(beside: boolean): void {
    this.#stopTimer();
    const origin = this.#waiting.shift();
    if (origin === undefined) return;
    const { route, transport, clock, guard, http2, headStart, onBeside } = this.#options;
    if (beside) onBeside();
    const connecting = transport.connect(
      { target: route.placeOf(origin), guard, http2 },
      {
        onConnected: () => this.#win(origin),
        onError: (error) => this.#lose(origin, error),
      },
    );
    this.#running.set(origin, { connecting, since: clock.now() });
    if (this.#waiting.length > 0) this.#stopTimer = clock.after(headStart, () => this.#next(true));
  }

  #win(origin: string): void {
    if (this.#over) return;
    this.#running.delete(origin);
    this.cancel();
    this.#options.onConnected(origin);
  }

  #lose(origin: string, error: NetworkError): void {
    if (this.#over) return;
    this.#running.delete(origin);
    this.#options.onFailure(origin, error);
    if (this.#over) return;
    if (this.#waiting.length > 0) this.#next(true);
    else if (this.#running.size === 0) this.#options.onExhausted(error);
  }
}
