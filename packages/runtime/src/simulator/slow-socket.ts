import type {
  DialledAddress,
  NetworkError,
  WireClose,
  WireHead,
  WireSocket,
  WireSocketReceiver,
  WireSocketRequest,
  WireTiming,
} from '@minigate/network';
import { Pipe } from './link.ts';
import type { SlowTerms } from './slow-exchange.ts';
import { blankTiming } from '../inspector/blank-timing.ts';

/** One WebSocket over a slow link: each message takes its time, in both directions, in its order. */
export class SlowSocket implements WireSocket, WireSocketReceiver {
  readonly timing: WireTiming = blankTiming();
  readonly #receiver: WireSocketReceiver;
  readonly #terms: SlowTerms;
  readonly #in: Pipe;
  readonly #out: Pipe;
  #inner: WireSocket | undefined;
  #dialledAt = 0;
  #resumed = false;
  #over = false;

  constructor(receiver: WireSocketReceiver, terms: SlowTerms) {
    this.#receiver = receiver;
    this.#terms = terms;
    this.#in = new Pipe(terms.down, () => this.#inner?.resume());
    this.#out = new Pipe(terms.up);
  }

  open(request: WireSocketRequest): void {
    this.#dialledAt = this.#terms.up.clock.now();
    this.#inner = this.#terms.transport.openSocket(request, this);
    this.#copyTiming();
  }

  send(data: Buffer, kind: 'text' | 'bytes', sent: (error?: Error | null) => void): void {
    const { up, latency } = this.#terms;
    if (this.#out.empty && up.unlimited && latency === 0) {
      this.#inner?.send(data, kind, sent);
      return;
    }
    const copy = Buffer.from(data);
    this.#out.pass(copy.byteLength, () => this.#inner?.send(copy, kind, sent), up.clock.now() + latency / 2);
  }

  close(code: number, reason: string): void {
    if (this.#out.empty) this.#inner?.close(code, reason);
    else this.#out.pass(0, () => this.#inner?.close(code, reason));
  }

  cancel(): void {
    if (this.#over) return;
    this.#end();
    this.#inner?.cancel();
  }

  resume(): void {
    this.#resumed = true;
    if (this.#in.paused) this.#in.resume();
    else if (this.#in.empty) this.#inner?.resume();
  }

  /** The conditions have changed. */
  again(): void {
    this.#in.again();
    this.#out.again();
  }

  /** The link breaks. */
  breakOff(error: NetworkError): void {
    if (this.#over) return;
    this.cancel();
    this.#receiver.onClose({ code: 1006, reason: '', error });
  }

  onAddress(address: DialledAddress): void {
    this.#receiver.onAddress(address);
  }

  onAnswer(head: WireHead): void {
    const tell = () => {
      this.#copyTiming();
      this.timing.responseStart = this.#terms.down.clock.now();
      this.#receiver.onAnswer(head);
    };
    const due = this.#dialledAt + this.#terms.latency;
    if (this.#terms.down.clock.now() >= due) tell();
    else this.#in.pass(0, tell, due);
  }

  onOpen(head: WireHead): void {
    this.#inOrder(() => this.#receiver.onOpen(head));
  }

  onMessage(data: string | ArrayBuffer): boolean {
    const { down, latency } = this.#terms;
    if (this.#in.empty && down.unlimited && latency === 0) return this.#deliver(data);
    const bytes = typeof data === 'string' ? Buffer.byteLength(data) : data.byteLength;
    this.#in.pass(
      bytes,
      () => {
        if (!this.#deliver(data)) this.#in.pause();
      },
      down.clock.now() + latency / 2,
    );
    return false;
  }

  onClose(close: WireClose): void {
    this.#inOrder(() => {
      this.#end();
      this.#copyTiming();
      this.timing.responseEnd = this.#terms.down.clock.now();
      this.#receiver.onClose(close);
    });
  }

  #deliver(data: string | ArrayBuffer): boolean {
    this.#resumed = false;
    return this.#receiver.onMessage(data) || this.#resumed;
  }

  #inOrder(step: () => void): void {
    if (this.#in.empty) step();
    else this.#in.pass(0, step);
  }

  #end(): void {
    this.#over = true;
    this.#in.clear();
    this.#out.clear();
    this.#terms.onOver();
  }

  #copyTiming(): void {
    const { responseStart, responseEnd } = this.timing;
    Object.assign(this.timing, this.#inner?.timing, { responseStart, responseEnd });
  }
}
