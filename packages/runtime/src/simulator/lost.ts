import type {
  Clock,
  Connecting,
  Exchange,
  NetworkError,
  WireConnectReceiver,
  WireReceiver,
  WireSocket,
  WireSocketReceiver,
} from '@minigate/network';
import { blankTiming } from '../inspector/blank-timing.ts';

/** What goes out and is never heard of again, unless it is told to fail. */
abstract class Lost {
  readonly timing = blankTiming();
  readonly #clock: Clock;
  readonly #onOver: () => void;
  #unplan = () => {};
  #over = false;

  constructor(clock: Clock, onOver: () => void) {
    this.#clock = clock;
    this.#onOver = onOver;
  }

  cancel(): void {
    if (this.#over) return;
    this.#over = true;
    this.#unplan();
    this.#onOver();
  }

  resume(): void {}

  again(): void {}

  /** Once whoever sent it has returned, or later. */
  failSoon(error: NetworkError, delay = 0): void {
    this.#unplan = this.#clock.after(delay, () => this.breakOff(error));
  }

  breakOff(error: NetworkError): void {
    if (this.#over) return;
    this.cancel();
    this.tell(error);
  }

  protected abstract tell(error: NetworkError): void;
}

/** A request that reaches no server. */
export class LostExchange extends Lost implements Exchange {
  readonly #receiver: WireReceiver;

  constructor(receiver: WireReceiver, clock: Clock, onOver: () => void) {
    super(clock, onOver);
    this.#receiver = receiver;
    this.timing.requestStart = this.timing.requestEnd = clock.now();
  }

  protected tell(error: NetworkError): void {
    this.#receiver.onError(error);
  }
}

/** A connection that is made ahead of a request, and is never there. */
export class LostConnection extends Lost implements Connecting {
  readonly address = undefined;
  readonly #receiver: WireConnectReceiver;

  constructor(receiver: WireConnectReceiver, clock: Clock, onOver: () => void) {
    super(clock, onOver);
    this.#receiver = receiver;
    this.timing.connectStart = clock.now();
  }

  protected tell(error: NetworkError): void {
    this.#receiver.onError(error);
  }
}

/** A handshake that reaches no server. */
export class LostSocket extends Lost implements WireSocket {
  readonly #receiver: WireSocketReceiver;

  constructor(receiver: WireSocketReceiver, clock: Clock, onOver: () => void) {
    super(clock, onOver);
    this.#receiver = receiver;
    this.timing.requestStart = this.timing.requestEnd = clock.now();
  }

  send(): void {}

  close(): void {}

  protected tell(error: NetworkError): void {
    this.#receiver.onClose({ code: 1006, reason: '', error });
  }
}
