import {
  type Clock,
  type Exchange,
  NetworkError,
  type NetworkErrorCode,
  type WireReceiver,
  type WireRequest,
  type WireTiming,
} from '@minigate/network';
import type { MockAnswer } from './mock-answer.ts';
import { type MockFault, mockName, type MockRule } from './mock-rules.ts';
import { blankTiming } from '../inspector/blank-timing.ts';

const pieceBytes = 64 * 1024;

const faultCodes: Readonly<Record<Exclude<MockFault, 'timeout'>, NetworkErrorCode>> = {
  refused: 'CONNECTION_REFUSED',
  reset: 'CONNECTION_RESET',
  'reset-midway': 'CONNECTION_RESET',
  'bad-certificate': 'CERTIFICATE_AUTHORITY_INVALID',
  dns: 'NAME_NOT_RESOLVED',
};

/** The error of a rule's fault. */
export function mockError(rule: MockRule, fault: Exclude<MockFault, 'timeout'>): NetworkError {
  const detail = `The mock answer ${JSON.stringify(mockName(rule))} says so.`;
  return new NetworkError(faultCodes[fault], { detail });
}

/** What is told of the address where no server is dialled. */
export function mockAddress(rule: MockRule, port: number) {
  const mock = mockName(rule);
  return { address: '', port, addressClass: 'mock', verdict: 'allow', enforced: false, mock } as const;
}

interface MockTerms {
  readonly rule: MockRule;
  readonly clock: Clock;
  /** The answer; its file is read when it is asked for. */
  readonly answer: () => Promise<MockAnswer>;
  readonly onOver: () => void;
}

/** One hop that a rule answers. */
export class MockExchange implements Exchange {
  readonly timing: WireTiming = blankTiming();
  readonly #request: WireRequest;
  readonly #receiver: WireReceiver;
  readonly #terms: MockTerms;
  #unplan = () => {};
  #over = false;
  #paused = false;
  #resumed = false;
  #goOn: (() => void) | undefined;

  constructor(request: WireRequest, receiver: WireReceiver, terms: MockTerms) {
    this.#request = request;
    this.#receiver = receiver;
    this.#terms = terms;
    this.timing.requestStart = terms.clock.now();
    this.#plan(0, () => this.#begin());
  }

  cancel(): void {
    if (this.#over) return;
    this.#over = true;
    this.#unplan();
    this.#terms.onOver();
  }

  resume(): void {
    this.#resumed = true;
    if (!this.#paused) return;
    this.#paused = false;
    const goOn = this.#goOn;
    this.#goOn = undefined;
    if (goOn !== undefined) this.#plan(0, goOn);
  }

  #begin(): void {
    const { rule } = this.#terms;
    const { fault, delay = 0 } = rule;
    this.#receiver.onAddress(mockAddress(rule, this.#request.target.port));
    void this.#takeBody().then(
      () => {
        if (this.#over) return;
        this.timing.requestEnd = this.#terms.clock.now();
        if (fault === 'timeout') return;
        this.#plan(delay, () => {
          if (fault === undefined || fault === 'reset-midway') void this.#answer(fault);
          else this.#fail(mockError(rule, fault));
        });
      },
      (error: unknown) => this.#fail(error),
    );
  }

  /** As a server does: what is sent is taken. */
  async #takeBody(): Promise<void> {
    const { body } = this.#request;
    if (typeof body === 'string') this.timing.sentBytes = Buffer.byteLength(body);
    else if (body !== null && !('open' in body)) this.timing.sentBytes = body.byteLength;
    else if (body !== null) {
      for await (const piece of body.open()) {
        this.timing.sentBytes += piece.byteLength;
        if (this.#over) return;
      }
    }
  }

  async #answer(fault: 'reset-midway' | undefined): Promise<void> {
    try {
      const { status, headers, body } = await this.#terms.answer();
      if (this.#over) return;
      this.timing.responseStart = this.#terms.clock.now();
      this.#receiver.onHead({ status, headers, protocol: 'http1.1' });
      this.#give(fault === undefined ? body : body.subarray(0, Math.floor(body.byteLength / 2)), 0, fault);
    } catch (error) {
      this.#fail(error);
    }
  }

  #give(body: Uint8Array, at: number, fault: 'reset-midway' | undefined): void {
    if (this.#over) return;
    if (at >= body.byteLength) {
      if (fault === undefined) this.#complete();
      else this.#fail(mockError(this.#terms.rule, fault));
      return;
    }
    // A piece may be kept, and belongs to whoever gets it.
    const piece = Uint8Array.from(body.subarray(at, at + pieceBytes));
    this.timing.receivedBytes += piece.byteLength;
    this.#resumed = false;
    this.#paused = !this.#receiver.onData(piece) && !this.#resumed;
    const next = () => this.#give(body, at + piece.byteLength, fault);
    if (this.#paused) this.#goOn = next;
    else this.#plan(0, next);
  }

  #complete(): void {
    this.timing.responseEnd = this.#terms.clock.now();
    this.cancel();
    this.#receiver.onEnd();
  }

  #fail(cause: unknown): void {
    if (this.#over) return;
    if (this.timing.responseStart > 0) this.timing.responseEnd = this.#terms.clock.now();
    this.cancel();
    const told = cause instanceof Error ? cause.message : String(cause);
    const detail = `The mock answer ${JSON.stringify(mockName(this.#terms.rule))} cannot be given: ${told}`;
    const error = cause instanceof NetworkError ? cause : new NetworkError('INTERNAL', { detail, cause });
    this.#receiver.onError(error);
  }

  #plan(delay: number, step: () => void): void {
    if (!this.#over) this.#unplan = this.#terms.clock.after(delay, step);
  }
}
