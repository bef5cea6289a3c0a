import type { NetworkError } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';
import { noTiming } from './hop.ts';
import type { Line } from './line.ts';
import type { Connecting, DialledAddress, WireConnect, WireConnectReceiver } from './transport.ts';

/** A connection that is made ahead of a request, and waits for it among those that are kept. */
export class Preconnection implements Connecting {
  readonly timing = noTiming();
  address: DialledAddress | undefined;
  readonly #endpoint: Endpoint;
  readonly #receiver: WireConnectReceiver;
  /** `undefined` where a kept connection is there already. */
  readonly #line: Line | undefined;
  #over = false;

  constructor(endpoint: Endpoint, { fresh = false }: WireConnect, receiver: WireConnectReceiver) {
    this.#endpoint = endpoint;
    this.#receiver = receiver;
    this.timing.reused = endpoint.hasIdle && !fresh;
    if (this.timing.reused) {
      this.#line = undefined;
      process.nextTick(() => this.#end(null));
      return;
    }
    this.#line = endpoint.takeFresh();
    this.#line.open((error) => process.nextTick(() => this.#end(error)));
  }

  cancel(): void {
    if (this.#over) return;
    this.#over = true;
    if (this.#line !== undefined) void this.#endpoint.drop(this.#line);
  }

  #end(error: NetworkError | null): void {
    if (this.#over) return;
    this.#over = true;
    const line = this.#line;
    const dial = line?.dial;
    this.address = dial?.address;
    Object.assign(this.timing, dial?.marks);
    this.timing.peerAddress = dial?.address?.address ?? '';
    this.timing.peerPort = dial?.address?.port ?? 0;
    if (error !== null) {
      if (line !== undefined) void this.#endpoint.drop(line);
      this.#receiver.onError(error);
      return;
    }
    if (line !== undefined) this.#endpoint.give(line);
    this.#receiver.onConnected();
    // What is not used at once is a kept connection, which the server may end at any time.
    if (line !== undefined && this.#endpoint.keeps(line)) line.fresh = false;
  }
}
