import type { Clock } from '../clock.ts';
import { NetworkError, type NetworkErrorCode } from '../errors.ts';
import { tellHost } from '../host-console.ts';
import { noTiming } from '../transport/hop.ts';
import {
  type Connecting,
  type Exchange,
  isBodySource,
  type Transport,
  type WireConnect,
  type WireConnectReceiver,
  type WireReceiver,
  type WireRequest,
  type WireSocket,
  type WireSocketReceiver,
  type WireSocketRequest,
} from '../transport/transport.ts';
import type { Answer, AnswerSource, TestRequest } from './answer.ts';
import { type Pattern, parsePattern } from './pattern.ts';
import { TestExchange } from './test-exchange.ts';
import { ScriptedSocket, type SocketAnswer, type SocketScript } from './test-socket.ts';

/** All servers of a test network, in the hands of the test. */
export interface TestServer {
  /** Everything that was asked, oldest first; each redirect is one more. */
  readonly requests: readonly TestRequest[];
  /**
   * Says what these requests get, from now on; where several patterns fit, the newest counts.
   *
   * @param pattern `GET https://api.example.com/users/*`; without a method, for every method
   * @throws TypeError if the pattern is not written so
   */
  answer(pattern: string, source: AnswerSource): void;
  /**
   * Accepts sockets to these URLs, after `delay` milliseconds, with the first sub-protocol offered, and lets the
   * script speak for the server. The newest pattern that fits counts.
   *
   * @param pattern `wss://api.example.com/live`; `*` stands for any characters
   * @throws TypeError if the pattern is not written so
   */
  acceptSocket(pattern: string, script: SocketScript, options?: { readonly delay?: number }): void;
  /** Lets the handshake of sockets to these URLs fail in this way. */
  refuseSocket(pattern: string, code: NetworkErrorCode): void;
}

interface Route<T> {
  readonly pattern: Pattern;
  readonly source: T;
}

interface ServerOptions {
  readonly clock: Clock;
  /** Something is under way that was not before. */
  readonly onWork: () => void;
}

/** A transport that reaches no network: its servers are what the test says. */
export class ScriptedServer implements TestServer, Transport {
  readonly requests: TestRequest[] = [];
  readonly #options: ServerOptions;
  readonly #open = new Set<Exchange | WireSocket>();
  #answers: Route<(request: TestRequest) => Answer | Promise<Answer>>[] = [];
  #sockets: Route<SocketAnswer>[] = [];
  /** Answers that a function of the test is still working on. */
  #pending = 0;

  constructor(options: ServerOptions) {
    this.#options = options;
  }

  /** Whether a call waits for time to pass, and not for the test. */
  get waits(): boolean {
    return this.#open.size > 0 && this.#pending === 0;
  }

  answer(pattern: string, source: AnswerSource): void {
    this.#answers = [{ pattern: parsePattern(pattern), source: readSource(source) }, ...this.#answers];
  }

  acceptSocket(pattern: string, script: SocketScript, { delay = 0 } = {}): void {
    this.#answerSocket(pattern, { script, delay });
  }

  refuseSocket(pattern: string, code: NetworkErrorCode): void {
    this.#answerSocket(pattern, { error: new NetworkError(code, { detail: 'The test says so.' }), delay: 0 });
  }

  send(wire: WireRequest, receiver: WireReceiver): Exchange {
    const exchange: TestExchange = new TestExchange(this.#options.clock, receiver, () =>
      this.#leave(exchange),
    );
    this.#open.add(exchange);
    void this.#serve(wire, exchange);
    return exchange;
  }

  /** Connections take no time and always come about; what goes wrong, the answer says. */
  connect({ target }: WireConnect, receiver: WireConnectReceiver): Connecting {
    let over = false;
    queueMicrotask(() => {
      if (!over) receiver.onConnected();
      over = true;
    });
    const { hostname, port } = target;
    const timing = { ...noTiming(), peerAddress: hostname, peerPort: port };
    return { timing, address: undefined, cancel: () => void (over = true) };
  }

  openSocket(request: WireSocketRequest, receiver: WireSocketReceiver): WireSocket {
    const socket: ScriptedSocket = new ScriptedSocket(this.#options.clock, request, receiver, () =>
      this.#leave(socket),
    );
    this.#open.add(socket);
    const route = this.#sockets.find(({ pattern }) => pattern.fits('GET', socket.url));
    socket.answer(route?.source ?? { error: nothingAnswers('connectSocket', socket.url), delay: 0 });
    this.#options.onWork();
    return socket;
  }

  renew(): void {}

  close(): Promise<void> {
    for (const one of this.#open) one.cancel();
    return Promise.resolve();
  }

  #answerSocket(pattern: string, source: SocketAnswer): void {
    this.#sockets = [{ pattern: parsePattern(pattern), source }, ...this.#sockets];
  }

  #leave(one: Exchange | WireSocket): void {
    this.#open.delete(one);
  }

  async #serve(wire: WireRequest, exchange: TestExchange): Promise<void> {
    this.#pending += 1;
    try {
      const request = await readRequest(wire);
      this.requests.push(request);
      const route = this.#answers.find(({ pattern }) => pattern.fits(request.method, request.url));
      if (route === undefined) exchange.fail(nothingAnswers(request.method, request.url));
      else exchange.answer(await route.source(request));
    } catch (cause) {
      exchange.fail(cause instanceof NetworkError ? cause : brokenAnswer(cause));
    } finally {
      this.#pending -= 1;
      this.#options.onWork();
    }
  }
}

function readSource(source: AnswerSource): (request: TestRequest) => Answer | Promise<Answer> {
  if (typeof source === 'function') return source;
  const answers = [source].flat();
  let next = 0;
  return () => {
    const answer = answers[Math.min(next, answers.length - 1)];
    next += 1;
    return answer ?? {};
  };
}

function brokenAnswer(cause: unknown): NetworkError {
  const said = cause instanceof Error ? cause.message : String(cause);
  const detail = `The answer that the test gives could not be made: ${said}`;
  return new NetworkError('INTERNAL', { detail, cause });
}

function nothingAnswers(method: string, url: string): NetworkError {
  const call = method === 'connectSocket' ? 'acceptSocket' : 'answer';
  const pattern = method === 'connectSocket' ? url : `${method} ${url}`;
  const detail = `Nothing answers ${pattern}. Say what does: server.${call}('${pattern}', …).`;
  tellHost(detail);
  return new NetworkError('CONNECTION_REFUSED', { detail });
}

async function readRequest({ target, path, method, headers, body }: WireRequest): Promise<TestRequest> {
  const bytes = await readBody(body);
  const text = () => Buffer.from(bytes).toString();
  return {
    method,
    url: `${target.scheme}://${target.authority}${path}`,
    headers: byName(headers),
    body: bytes,
    text,
    json: () => JSON.parse(text()) as unknown,
  };
}

async function readBody(body: WireRequest['body']): Promise<Uint8Array> {
  if (!isBodySource(body)) return Buffer.from(body ?? '');
  const pieces: Uint8Array[] = [];
  for await (const piece of body.open()) pieces.push(Uint8Array.from(piece));
  return Buffer.concat(pieces);
}

function byName(lines: readonly string[]): Record<string, string> {
  const headers = new Map<string, string>();
  for (let i = 0; i + 1 < lines.length; i += 2) {
    const name = (lines[i] ?? '').toLowerCase();
    const value = lines[i + 1] ?? '';
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(headers);
}
