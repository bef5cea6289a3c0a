import { type Dispatcher, interceptors } from 'undici';
import { AnswerStore } from './answer-store.ts';
import type { Line } from './line.ts';
import type { WireRequest } from './transport.ts';

/** One request and its answer, as the cache sees them. */
interface CachedHop {
  /** The request is about to be written. */
  onConnect(): void;
  /** Instead of `onConnect`: the answer is there already; `end` breaks it off. */
  onCached(end: () => void): void;
  onRequestSent(): void;
  onResponseStarted(): void;
  onHeaders(status: number, rawHeaders: Buffer[], resume: () => void): boolean;
  onData(chunk: Buffer): boolean;
  onComplete(): void;
  onError(error: Error): void;
}

/** Methods that change nothing at the server. RFC 9110, 9.2.1. */
const safeMethods: readonly string[] = ['GET', 'HEAD', 'OPTIONS', 'TRACE'];

/**
 * The answers that one network keeps for calls that ask for it: a private cache, by RFC 9111. It stands behind
 * the decision, so a stored answer is given only where the same call could be made now. Rule 19.
 */
export class AnswerCache {
  readonly #maxBytes: number;
  #intercept: Dispatcher.DispatcherComposeInterceptor | undefined;

  /** @param maxBytes all stored answers together; one may have a quarter of it */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Whether a call takes this way: because it asks for it, or because it may make stored answers worthless. */
  concerns({ method, headers, cache = false }: WireRequest): boolean {
    // undici's cache would take the value for the prototype of its copy of the headers.
    if (headers.some((text, i) => i % 2 === 0 && text.toLowerCase() === '__proto__')) return false;
    return cache || (this.#intercept !== undefined && !safeMethods.includes(method));
  }

  /** Answers from the store, or through the line. */
  dispatch(line: Line, options: Dispatcher.DispatchOptions & { origin: string }, hop: CachedHop): void {
    const reply = new Reply(hop);
    const intercept = (this.#intercept ??= interceptors.cache({
      store: new AnswerStore(this.#maxBytes),
      type: 'private',
    }));
    const dispatch = intercept((wire, handler) => {
      reply.dialled = true;
      line.dispatch(wire, handler);
      return true;
    });
    dispatch(options, reply);
  }

  clear(): void {
    this.#intercept = undefined;
  }
}

/** What the cache reports, told to the hop in the words of a line. */
class Reply implements Dispatcher.DispatchHandler {
  /** The line was used: the answer, or its confirmation, comes from the server. */
  dialled = false;
  readonly #hop: CachedHop;

  constructor(hop: CachedHop) {
    this.#hop = hop;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.dialled) this.#hop.onConnect();
    else this.#hop.onCached(() => controller.abort(new Error('The call has ended.')));
  }

  onRequestSent(): void {
    this.#hop.onRequestSent();
  }

  onResponseStarted(): void {
    this.#hop.onResponseStarted();
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    const raw = (controller.rawHeaders ?? []) as Buffer[];
    if (!this.#hop.onHeaders(status, raw, () => controller.resume())) controller.pause();
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#hop.onData(chunk)) controller.pause();
  }

  onResponseEnd(): void {
    this.#hop.onComplete();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#hop.onError(error);
  }
}
