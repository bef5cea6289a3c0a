import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { NetworkError } from '../errors.ts';
import type { CachedDispatch } from './answer-cache.ts';
import type { Endpoint } from './endpoint.ts';
import type { Line } from './line.ts';
import {
  type Exchange,
  isBodySource,
  type WireBody,
  type WireReceiver,
  type WireRequest,
  type WireTiming,
} from './transport.ts';
import { toWireError, type WirePhase } from './wire-errors.ts';

/** Methods that ask for the same thing however often they are sent. RFC 9110, 9.2.2. */
export const repeatable: readonly string[] = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'];

/** `HTTP/1.1 103`, and what ends the lines. */
const statusLineBytes = 16;

/**
 * One request and its answer on one line: what undici reports, told to the receiver.
 *
 * A server may close a connection that is kept just as the next request is sent over it. Where not a byte of
 * an answer has come and the method may be repeated, the request is sent once more, over a new connection,
 * which is judged as any other. RFC 9110, 9.2.2; RFC 9112, 9.3.1.
 */
export class Hop implements Exchange, Dispatcher.DispatchHandler {
  readonly timing: WireTiming = noTiming();
  readonly #endpoint: Endpoint;
  readonly #receiver: WireReceiver;
  readonly #request: WireRequest;
  readonly #cached: CachedDispatch | undefined;
  #line: Line;
  #phase: WirePhase = 'request';
  #over = false;
  /** `send` has not returned: nothing may be told yet. */
  #sending = false;
  #announced = false;
  #readBefore = 0;
  #writtenBefore = 0;
  #bodyBytes = 0;
  #interimBytes = 0;
  #headers: readonly string[] = [];
  #continue: (() => void) | undefined;
  /** Ends an answer that comes from the cache. */
  #endCached: (() => void) | undefined;
  /** Set while the receiver wants no data. */
  #paused = false;
  #delivering = false;
  #resuming = false;

  /** @param cached where the answer may come from, and may be kept */
  constructor(endpoint: Endpoint, request: WireRequest, receiver: WireReceiver, cached?: CachedDispatch) {
    this.#endpoint = endpoint;
    this.#request = request;
    this.#receiver = receiver;
    this.#cached = cached;
    this.#line = endpoint.take();
  }

  send(): void {
    const cached = this.#cached;
    if (cached !== undefined) {
      // A kept answer is there at once, and is told when the caller has returned.
      process.nextTick(() => {
        const origin = this.#request.keptUnder ?? this.#endpoint.plan.origin;
        if (!this.#over) cached(this.#line, { ...this.#options(), origin }, this);
      });
      return;
    }
    this.#sending = true;
    this.#line.dispatch(this.#options(), this);
    this.#sending = false;
  }

  /** Of a request that is repeated it is the repetition that counts. */
  isUnsent(): boolean {
    return this.timing.requestStart === 0;
  }

  cancel(): void {
    if (this.#over) return;
    this.#finish();
    this.#endCached?.();
    if (this.#endCached === undefined) void this.#endpoint.drop(this.#line);
    else this.#endpoint.putBack(this.#line);
  }

  resume(): void {
    if (this.#over || this.#resuming || !(this.#paused || this.#delivering)) return;
    this.#resuming = true;
    process.nextTick(Hop.#goOn, this);
  }

  /** The request is about to be written. */
  onConnect(): void {
    const { timing } = this;
    const line = this.#line;
    this.#noteDial();
    timing.reused = !line.fresh;
    line.fresh = false;
    line.awaitsHead = true;
    this.#readBefore = line.bytesRead;
    this.#writtenBefore = line.bytesWritten;
    timing.requestStart = performance.now();
    if (!this.#sending) this.#announce();
  }

  /** Instead of `onConnect`: the server is not asked. */
  onCached(end: () => void): void {
    this.#endCached = end;
    this.#readBefore = this.#line.bytesRead;
    this.#writtenBefore = this.#line.bytesWritten;
    this.timing.requestStart = performance.now();
    this.timing.requestEnd = this.timing.requestStart;
    this.timing.responseStart = this.timing.requestStart;
    this.timing.reused = true;
  }

  onRequestSent(): void {
    this.timing.requestEnd = performance.now();
  }

  onResponseStarted(): void {
    this.#phase = 'head';
    this.timing.responseStart = performance.now();
  }

  onHeaders(status: number, rawHeaders: Buffer[], resume: () => void): boolean {
    if (this.#over) return true;
    if (status < 200) {
      this.#countInterim(rawHeaders);
      return true;
    }
    this.#phase = 'body';
    this.#line.awaitsHead = false;
    this.#continue = resume;
    this.#headers = readHeaders(rawHeaders);
    const fromCache = this.#endCached !== undefined;
    if (!fromCache) this.#announce();
    const { protocol } = this.#line;
    this.#receiver.onHead({ status, headers: this.#headers, protocol, ...(fromCache && { fromCache }) });
    return true;
  }

  /** What comes before the answer may be as large as its head, all together. RFC 9110, 15.2. */
  #countInterim(rawHeaders: readonly Buffer[]): void {
    this.#interimBytes += rawHeaders.reduce((sum, text) => sum + text.byteLength + 2, statusLineBytes);
    const { headerBytes, plan } = this.#endpoint;
    if (this.#interimBytes <= headerBytes) return;
    this.#finish();
    void this.#endpoint.drop(this.#line);
    const detail = `${plan.name}: the server sent more than ${headerBytes} bytes before its answer.`;
    this.#receiver.onError(new NetworkError('RESPONSE_HEADERS_TOO_LARGE', { detail }));
  }

  onData(chunk: Buffer): boolean {
    if (this.#over) return true;
    this.#bodyBytes += chunk.byteLength;
    this.#delivering = true;
    const more = this.#receiver.onData(chunk);
    this.#delivering = false;
    this.#paused = !more;
    return more;
  }

  onComplete(): void {
    if (this.#over) return;
    this.timing.responseEnd = performance.now();
    // An answer that was complete before the request: undici stops sending.
    this.timing.requestEnd ||= this.timing.responseEnd;
    this.#finish();
    if (this.#endCached === undefined) this.#endpoint.give(this.#line);
    else this.#endpoint.putBack(this.#line);
    try {
      this.#receiver.onEnd();
    } catch (error) {
      process.nextTick(rethrow, error);
    }
  }

  onError(cause: Error): void {
    if (this.#over) return;
    if (this.#sending) {
      process.nextTick(() => this.onError(cause));
      return;
    }
    const line = this.#line;
    const error = this.#explain(cause instanceof NetworkError ? cause : (line.broken ?? cause));
    if (this.#mayRepeat(error)) {
      this.#repeat();
      return;
    }
    this.#finish();
    void this.#endpoint.drop(line);
    if (error.code === 'ADDRESS_REFUSED') this.#announce();
    this.#receiver.onError(error);
  }

  #options(): Dispatcher.DispatchOptions {
    const { path, method, headers, body } = this.#request;
    return { path, method, ...carried(headers as string[], body) };
  }

  /** Whether the server ended a kept connection before it said a word. A new one is none, so this ends there. */
  #mayRepeat({ code }: NetworkError): boolean {
    const ended = code === 'CONNECTION_RESET' || code === 'CONNECTION_CLOSED' || code === 'EMPTY_RESPONSE';
    const { method, mayRepeat } = this.#request;
    const harmless = this.timing.reused && this.#phase === 'request' && repeatable.includes(method);
    const unused = this.timing.requestStart - this.#line.unusedSince;
    return ended && harmless && (mayRepeat === undefined || mayRepeat(unused));
  }

  #repeat(): void {
    this.#announced = false;
    Object.assign(this.timing, noTiming());
    this.#interimBytes = 0;
    void this.#endpoint.drop(this.#line);
    this.#line = this.#endpoint.takeFresh();
    this.send();
  }

  /** Runs after `resume` has returned, so that a receiver is never entered from inside its own call. */
  static #goOn(this: void, hop: Hop): void {
    hop.#resuming = false;
    if (hop.#over || !hop.#paused) return;
    hop.#paused = false;
    hop.#continue?.();
  }

  #announce(): void {
    const address = this.#line.dial?.address;
    if (this.#announced || address === undefined) return;
    this.#announced = true;
    this.#receiver.onAddress(address);
  }

  #noteDial(): void {
    const { dial, fresh } = this.#line;
    if (dial === undefined) return;
    if (fresh) Object.assign(this.timing, dial.marks);
    this.timing.peerAddress = dial.address?.address ?? '';
    this.timing.peerPort = dial.address?.port ?? 0;
  }

  #finish(): void {
    this.#over = true;
    if (this.timing.requestStart === 0) {
      if (this.#line.fresh) this.#noteDial();
      return;
    }
    this.timing.sentBytes = this.#line.bytesWritten - this.#writtenBefore;
    this.timing.receivedBytes = this.#line.bytesRead - this.#readBefore;
  }

  #explain(cause: Error): NetworkError {
    const { name } = this.#endpoint.plan;
    const error = toWireError(cause, this.#phase, name);
    const length = contentLengthOf(this.#headers);
    const isShort = error.code === 'CONNECTION_CLOSED' || error.code === 'CONTENT_LENGTH_MISMATCH';
    if (this.#phase !== 'body' || !isShort || length === undefined) return error;
    const detail = `${name}: the body has ${this.#bodyBytes} bytes, its Content-Length says ${length}.`;
    return new NetworkError('CONTENT_LENGTH_MISMATCH', { detail, cause });
  }
}

/** Of a body that is made while it is sent, undici has to be told the length. */
function carried(headers: string[], body: WireBody): Pick<Dispatcher.DispatchOptions, 'headers' | 'body'> {
  if (!isBodySource(body)) return { headers, body };
  // undici takes any iterable; its types know the streams of Node.js only.
  return { headers: [...headers, 'content-length', String(body.length)], body: body.open() as Readable };
}

function readHeaders(raw: readonly Buffer[]): string[] {
  return raw.map((text) => text.toString('latin1'));
}

function contentLengthOf(headers: readonly string[]): string | undefined {
  const at = headers.findIndex((text, i) => i % 2 === 0 && text.toLowerCase() === 'content-length');
  return at < 0 ? undefined : headers[at + 1];
}

function rethrow(error: unknown): never {
  throw error;
}

/** A hop that has not begun. */
export function noTiming(): WireTiming {
  return {
    lookupStart: 0,
    lookupEnd: 0,
    connectStart: 0,
    connectEnd: 0,
    tlsStart: 0,
    tlsEnd: 0,
    requestStart: 0,
    requestEnd: 0,
    responseStart: 0,
    responseEnd: 0,
    reused: false,
    peerAddress: '',
    peerPort: 0,
    sentBytes: 0,
    receivedBytes: 0,
  };
}
