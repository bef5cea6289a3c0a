import type {
  DialledAddress,
  Exchange,
  NetworkError,
  Transport,
  WireHead,
  WireReceiver,
  WireRequest,
  WireTiming,
} from '@minigate/network';
import { type Link, Pipe } from './link.ts';
import { type SlowBody, slowBody } from './slow-body.ts';
import { blankTiming } from '../inspector/blank-timing.ts';

/** What the exchanges and sockets of one device have in common. */
export interface SlowTerms {
  readonly transport: Transport;
  readonly up: Link;
  readonly down: Link;
  readonly latency: number;
  /** It is over, whoever ended it. */
  readonly onOver: () => void;
}

/** One hop over a slow link: the request goes out slowly, its answer comes late and slowly. */
export class SlowExchange implements Exchange, WireReceiver {
  readonly timing: WireTiming = blankTiming();
  readonly #receiver: WireReceiver;
  readonly #terms: SlowTerms;
  readonly #pipe: Pipe;
  #body: SlowBody | undefined;
  #inner: Exchange | undefined;
  #sentAt = 0;
  /** An answer of the cache crosses no link. */
  #cached = false;
  #over = false;
  /** The receiver went on from inside its own call. */
  #resumed = false;

  constructor(receiver: WireReceiver, terms: SlowTerms) {
    this.#receiver = receiver;
    this.#terms = terms;
    this.#pipe = new Pipe(terms.down, () => this.#inner?.resume());
  }

  send(request: WireRequest): void {
    this.#sentAt = this.#terms.up.clock.now();
    this.#body = slowBody(request.body, this.#terms.up);
    this.#inner = this.#terms.transport.send({ ...request, body: this.#body.body }, this);
  }

  isUnsent(): boolean {
    return this.#inner?.isUnsent?.() === true;
  }

  cancel(): void {
    if (this.#over) return;
    this.#end();
    this.#inner?.cancel();
    this.#copyTiming();
  }

  resume(): void {
    this.#resumed = true;
    if (this.#pipe.paused) this.#pipe.resume();
    else if (this.#pipe.empty) this.#inner?.resume();
  }

  /** The conditions have changed. */
  again(): void {
    this.#pipe.again();
  }

  /** The link breaks. */
  breakOff(error: NetworkError): void {
    if (this.#over) return;
    this.cancel();
    this.#receiver.onError(error);
  }

  onAddress(address: DialledAddress): void {
    this.#receiver.onAddress(address);
  }

  onHead(head: WireHead): void {
    this.#cached = head.fromCache === true;
    const due = this.#sentAt + this.#terms.latency;
    const tell = () => {
      this.#copyTiming();
      this.timing.responseStart = this.#now();
      this.#receiver.onHead(head);
    };
    if (this.#cached || this.#now() >= due) tell();
    else this.#pipe.pass(0, tell, due);
  }

  onData(chunk: Uint8Array): boolean {
    if (this.#pipe.empty && (this.#cached || this.#terms.down.unlimited)) return this.#deliver(chunk);
    const length = Math.min(this.#terms.down.pieceBytes, chunk.byteLength);
    for (let at = 0; at < chunk.byteLength; at += length) {
      const piece = chunk.subarray(at, at + length);
      this.#pipe.pass(piece.byteLength, () => {
        if (!this.#deliver(piece)) this.#pipe.pause();
      });
    }
    return chunk.byteLength === 0;
  }

  onEnd(): void {
    this.#inOrder(() => {
      this.#finish();
      this.#receiver.onEnd();
    });
  }

  onError(error: NetworkError): void {
    this.#inOrder(() => {
      this.#finish();
      this.#receiver.onError(error);
    });
  }

  #deliver(chunk: Uint8Array): boolean {
    this.#resumed = false;
    return this.#receiver.onData(chunk) || this.#resumed;
  }

  /** Behind what is still on its way. */
  #inOrder(step: () => void): void {
    if (this.#pipe.empty) step();
    else this.#pipe.pass(0, step);
  }

  #finish(): void {
    this.#end();
    this.#copyTiming();
    if (this.timing.responseStart > 0) this.timing.responseEnd = this.#now();
  }

  #end(): void {
    this.#over = true;
    this.#pipe.clear();
    this.#body?.release();
    this.#terms.onOver();
  }

  /** What the connection says, except when the answer came here. */
  #copyTiming(): void {
    const { responseStart, responseEnd } = this.timing;
    Object.assign(this.timing, this.#inner?.timing, { responseStart, responseEnd });
  }

  #now(): number {
    return this.#terms.down.clock.now();
  }
}
