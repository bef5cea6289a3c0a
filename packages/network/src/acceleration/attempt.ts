import type { NetworkError } from '../errors.ts';
import type { DialledAddress, Exchange, WireHead, WireReceiver } from '../transport/transport.ts';

/** What becomes of an attempt; each is told at most once, but `onData`. */
interface AttemptListener {
  onHead(attempt: Attempt, head: WireHead): void;
  onData(chunk: Uint8Array): boolean;
  onEnd(attempt: Attempt): void;
  onError(attempt: Attempt, error: NetworkError): void;
}

/** The request of a hop on its way to one server. */
export class Attempt implements WireReceiver {
  readonly origin: string;
  /** It is late, and that was told. */
  late = false;
  /** The connections that were tried, for those who watch. */
  readonly addresses: DialledAddress[] = [];
  stopPatience: () => void = () => {};
  readonly #listener: AttemptListener;
  #wire: Exchange | undefined;

  constructor(origin: string, listener: AttemptListener) {
    this.origin = origin;
    this.#listener = listener;
  }

  set wire(wire: Exchange) {
    this.#wire = wire;
  }

  get timing(): Exchange['timing'] | undefined {
    return this.#wire?.timing;
  }

  /** Whether a byte of the request may have been sent. */
  get sent(): boolean {
    return this.#wire !== undefined && this.#wire.isUnsent?.() !== true;
  }

  /** Whether a byte of an answer has come. */
  get begun(): boolean {
    return this.timing !== undefined && this.timing.responseStart !== 0;
  }

  cancel(): void {
    this.stopPatience();
    this.#wire?.cancel();
  }

  resume(): void {
    this.#wire?.resume();
  }

  onAddress(address: DialledAddress): void {
    this.addresses.push(address);
  }

  onHead(head: WireHead): void {
    this.stopPatience();
    this.#listener.onHead(this, head);
  }

  onData(chunk: Uint8Array): boolean {
    return this.#listener.onData(chunk);
  }

  onEnd(): void {
    this.#listener.onEnd(this);
  }

  onError(error: NetworkError): void {
    this.stopPatience();
    this.#listener.onError(this, error);
  }
}
