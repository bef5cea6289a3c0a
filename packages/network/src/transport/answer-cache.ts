import type { IncomingHttpHeaders } from 'node:http';
import { type Dispatcher, interceptors } from 'undici';
import { AnswerStore } from './answer-store.ts';
import type { Line } from './line.ts';
import type { WireRequest } from './transport.ts';

/** One request and its answer, as the cache sees them. */
interface CachedHop {
  /** The request is about to be written. */
  onConnect(): void;
  /** Instead of `onConnect`: the server is not asked; `end` breaks the answer off. */
  onCached(end: () => void): void;
  onRequestSent(): void;
  onResponseStarted(): void;
  onHeaders(status: number, rawHeaders: Buffer[], resume: () => void): boolean;
  onData(chunk: Buffer): boolean;
  onComplete(): void;
  onError(error: Error): void;
}

/** Answers from the store, which may be at once, or through the line. */
export type CachedDispatch = (
  line: Line,
  options: Dispatcher.DispatchOptions & { origin: string },
  hop: CachedHop,
) => void;

/** Methods that change nothing at the server. RFC 9110, 9.2.1. */
const safeMethods: readonly string[] = ['GET', 'HEAD', 'OPTIONS', 'TRACE'];

/**
 * The answers that one network keeps for calls that ask for it: a private cache, by RFC 9111. It stands behind
 * the decision, so a stored answer is given only where the same call could be made now. Rule 19.
 */
export class AnswerCache {
  readonly #maxBytes: number;
  #kept: { store: AnswerStore; intercept: Dispatcher.DispatcherComposeInterceptor } | undefined;

  /** @param maxBytes all stored answers together; one may have a quarter of it */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Whether a call takes this way: because it asks for it, or because it may make stored answers worthless. */
  concerns({ method, headers, cache = false }: WireRequest): boolean {
    // undici's cache would take the value for the prototype of its copy of the headers.
    if (headers.some((text, i) => i % 2 === 0 && text.toLowerCase() === '__proto__')) return false;
    return cache || (this.#kept !== undefined && !safeMethods.includes(method));
  }

  /** For calls that are decided now: what they bring is kept among what is kept now, however late it comes. */
  dispatcher(): CachedDispatch {
    const { store, intercept } = (this.#kept ??= this.#open());
    return (line, options, hop) => {
      const { origin, path, method } = options;
      const reply = new Reply(hop, store.spellingsOf({ origin, path }));
      const keptOnly = safeMethods.includes(method) && wantsKeptOnly(options.headers as readonly string[]);
      const dispatch = intercept((wire, handler) => {
        if (keptOnly) return true;
        reply.dialled = true;
        line.dispatch(wire, new Arrival(handler, store, reply, hop, isSentAtOnce(wire)));
        return true;
      });
      dispatch(options, reply);
      if (keptOnly && !reply.begun) answerNothingKept(hop);
    };
  }

  clear(): void {
    this.#kept = undefined;
  }

  #open() {
    const store = new AnswerStore(this.#maxBytes);
    return { store, intercept: interceptors.cache({ store, type: 'private' }) };
  }
}

/**
 * What comes from the server, on its way to the cache: the store hears of the names in it. The cache tells of a
 * request only when it knows whether what it has kept is still good, so the hop hears of that from here.
 */
class Arrival implements Dispatcher.DispatchHandler {
  readonly #cache: Dispatcher.DispatchHandler;
  readonly #store: AnswerStore;
  readonly #reply: Reply;
  readonly #hop: CachedHop;
  readonly #sentAtOnce: boolean;

  constructor(
    cache: Dispatcher.DispatchHandler,
    store: AnswerStore,
    reply: Reply,
    hop: CachedHop,
    sentAtOnce: boolean,
  ) {
    this.#cache = cache;
    this.#store = store;
    this.#reply = reply;
    this.#hop = hop;
    this.#sentAtOnce = sentAtOnce;
  }

  onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void {
    this.#hop.onConnect();
    // undici does not say here when a request was sent.
    if (this.#sentAtOnce) this.#hop.onRequestSent();
    this.#cache.onRequestStart?.(controller, context);
  }

  onResponseStarted(): void {
    this.#hop.onResponseStarted();
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
    statusMessage?: string,
  ): void {
    const raw = rawHeadersOf(controller);
    if (status < 200) {
      // The cache would take it for the answer to its question whether what it has kept is still good.
      this.#hop.onHeaders(status, raw, () => controller.resume());
      return;
    }
    this.#reply.received = raw;
    const names = raw.filter((_, i) => i % 2 === 0).map((name) => name.toString('latin1'));
    this.#store.whileArriving(names, () =>
      this.#cache.onResponseStart?.(controller, status, headers, statusMessage),
    );
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#cache.onResponseData?.(controller, chunk);
  }

  onResponseEnd(controller: Dispatcher.DispatchController, trailers: IncomingHttpHeaders): void {
    this.#cache.onResponseEnd?.(controller, trailers);
  }

  onResponseError(controller: Dispatcher.DispatchController, error: Error): void {
    this.#cache.onResponseError?.(controller, error);
  }
}

/** What the cache reports, told to the hop in the words of a line. */
class Reply implements Dispatcher.DispatchHandler {
  /** The line was used: the answer, or its confirmation, comes from the server. */
  dialled = false;
  /** There is an answer. */
  begun = false;
  /** The header lines that the server sent; those of a kept answer are others. */
  received: Buffer[] | undefined;
  readonly #hop: CachedHop;
  readonly #spellings: ReadonlyMap<string, string> | undefined;

  /** @param spellings the header names of a kept answer as received, by their lower case */
  constructor(hop: CachedHop, spellings: ReadonlyMap<string, string> | undefined) {
    this.#hop = hop;
    this.#spellings = spellings;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.begun = true;
    if (!this.dialled) this.#hop.onCached(() => controller.abort(new Error('The call has ended.')));
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    const raw = rawHeadersOf(controller);
    const lines =
      raw === this.received ? raw : raw.map((part, i) => (i % 2 === 0 ? this.#spelled(part) : part));
    if (!this.#hop.onHeaders(status, lines, () => controller.resume())) controller.pause();
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

  #spelled(name: Buffer): Buffer {
    const spelling = this.#spellings?.get(name.toString('latin1'));
    return spelling === undefined ? name : Buffer.from(spelling, 'latin1');
  }
}

/** Whether a call takes a kept answer or none. `headers`: names and values in turn. RFC 9111, 5.2.1.7. */
function wantsKeptOnly(headers: readonly string[]): boolean {
  const directives = headers
    .filter((_, i) => i % 2 === 1 && headers[i - 1]?.toLowerCase() === 'cache-control')
    .flatMap((value) => value.split(','));
  return directives.some((directive) => directive.trim().toLowerCase() === 'only-if-cached');
}

/** What a cache says that may not ask the server. RFC 9111, 5.2.1.7. */
function answerNothingKept(hop: CachedHop): void {
  hop.onCached(() => {});
  hop.onHeaders(504, [], () => {});
  hop.onComplete();
}

/** Whether the whole request is written in one go; otherwise its body is made while it is sent. */
function isSentAtOnce({ body }: Dispatcher.DispatchOptions): boolean {
  return body === null || body === undefined || typeof body === 'string' || body instanceof Uint8Array;
}

/** Names and values in turn. */
function rawHeadersOf({ rawHeaders }: Dispatcher.DispatchController): Buffer[] {
  return (rawHeaders ?? []) as Buffer[];
}
