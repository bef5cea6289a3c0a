import type { Clock } from '../clock.ts';
import { NetworkError, type NetworkErrorCode } from '../errors.ts';
import { noTiming } from '../transport/hop.ts';
import type { Exchange, WireReceiver, WireTiming } from '../transport/transport.ts';
import { type Answer, wireAnswer } from './answer.ts';

/** What goes wrong before there is a connection to send anything over. */
const beforeSending: readonly NetworkErrorCode[] = [
  'NAME_NOT_RESOLVED',
  'ADDRESS_REFUSED',
  'ADDRESS_UNREACHABLE',
  'CONNECTION_REFUSED',
  'CONNECTION_TIMED_OUT',
  'PROXY_FAILED',
  'TUNNEL_FAILED',
  'TLS_MISMATCH',
  'TLS_FAILED',
  'CERTIFICATE_NAME_INVALID',
  'CERTIFICATE_DATE_INVALID',
  'CERTIFICATE_AUTHORITY_INVALID',
  'CERTIFICATE_INVALID',
];

/** One request that a test server answers. */
export class TestExchange implements Exchange {
  readonly timing: WireTiming = noTiming();
  readonly #clock: Clock;
  readonly #receiver: WireReceiver;
  readonly #onOver: () => void;
  #over = false;
  /** Takes back what comes next. */
  #unplan: () => void = () => {};
  #paused = false;
  #goOn: (() => void) | undefined;

  constructor(clock: Clock, receiver: WireReceiver, onOver: () => void) {
    this.#clock = clock;
    this.#receiver = receiver;
    this.#onOver = onOver;
    this.timing.requestStart = clock.now();
    this.timing.peerAddress = '203.0.113.1';
    this.timing.peerPort = 443;
  }

  answer(answer: Answer): void {
    const { delay = 0, fail } = answer;
    if (this.#over) return;
    this.#plan(delay, () => {
      this.timing.responseStart = this.#clock.now();
      if (fail !== undefined && answer.body === undefined && answer.json === undefined) {
        this.fail(new NetworkError(fail, { detail: 'The test says so.' }));
        return;
      }
      const { status, headers, pieces } = wireAnswer(answer);
      this.#receiver.onHead({ status, headers, protocol: 'http1.1' });
      this.#give(pieces, delay, fail);
    });
  }

  fail(error: NetworkError): void {
    if (this.#over) return;
    if (beforeSending.includes(error.code)) this.timing.requestStart = 0;
    this.#end();
    this.#receiver.onError(error);
  }

  isUnsent(): boolean {
    return this.timing.requestStart === 0;
  }

  cancel(): void {
    if (!this.#over) this.#end();
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    const goOn = this.#goOn;
    this.#goOn = undefined;
    if (goOn !== undefined) this.#plan(0, goOn);
  }

  #give(pieces: readonly Uint8Array[], delay: number, fail: Answer['fail']): void {
    if (this.#over) return;
    const [piece, ...rest] = pieces;
    if (piece === undefined) {
      if (fail === undefined) this.#complete();
      else this.fail(new NetworkError(fail, { detail: 'The test says so.' }));
      return;
    }
    this.timing.receivedBytes += piece.byteLength;
    this.#paused = !this.#receiver.onData(Uint8Array.from(piece));
    const next = () => this.#give(rest, delay, fail);
    if (this.#paused) this.#goOn = next;
    else if (rest.length > 0) this.#plan(delay, next);
    else next();
  }

  #complete(): void {
    this.timing.responseEnd = this.#clock.now();
    this.#end();
    this.#receiver.onEnd();
  }

  #plan(delay: number, step: () => void): void {
    this.#unplan = this.#clock.after(delay, step);
  }

  #end(): void {
    this.#over = true;
    this.#unplan();
    this.#onOver();
  }
}
