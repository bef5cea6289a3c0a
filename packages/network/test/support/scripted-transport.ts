import type {
  Connecting,
  Exchange,
  NetworkError,
  Transport,
  WireConnect,
  WireConnectReceiver,
  WireReceiver,
  WireRequest,
  WireSocket,
  WireSocketReceiver,
  WireSocketRequest,
  WireTiming,
} from '@minigate/network';
import { ScriptedSocket } from './scripted-socket.ts';

/** Nothing took any time. */
function scriptedTiming(): WireTiming {
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
    peerAddress: '203.0.113.1',
    peerPort: 443,
    sentBytes: 0,
    receivedBytes: 0,
  };
}

/** One hop that a test plays the server of. */
export class ScriptedExchange implements Exchange {
  readonly request: WireRequest;
  readonly timing = scriptedTiming();
  readonly #receiver: WireReceiver;
  /** How the hop ended, from the transport's side. */
  ending: 'none' | 'answered' | 'failed' | 'cancelled' = 'none';
  resumed = 0;

  constructor(request: WireRequest, receiver: WireReceiver) {
    this.request = request;
    this.#receiver = receiver;
  }

  get url(): string {
    return `${this.request.target.scheme}://${this.request.target.authority}${this.request.path}`;
  }

  isUnsent(): boolean {
    return this.timing.requestStart === 0;
  }

  cancel(): void {
    if (this.ending === 'none') this.ending = 'cancelled';
  }

  resume(): void {
    this.resumed += 1;
  }

  /** From now on a byte of the request may be at the server. */
  sent(): void {
    if (this.ending === 'none') this.timing.requestStart = performance.now() + 1;
  }

  head(status: number, headers: readonly string[] = []): void {
    if (this.ending !== 'none') return;
    this.timing.responseStart = performance.now() + 2;
    this.#receiver.onHead({ status, headers, protocol: 'http1.1' });
  }

  data(body: string | Uint8Array): boolean | undefined {
    if (this.ending !== 'none') return undefined;
    return this.#receiver.onData(typeof body === 'string' ? Buffer.from(body) : body);
  }

  end(): void {
    if (this.ending !== 'none') return;
    this.ending = 'answered';
    this.#receiver.onEnd();
  }

  error(error: NetworkError): void {
    if (this.ending !== 'none') return;
    this.ending = 'failed';
    this.#receiver.onError(error);
  }

  /** A whole answer in one piece. */
  answer(status: number, body: string | Uint8Array = '', headers: readonly string[] = []): void {
    this.head(status, headers);
    if (body.length > 0) this.data(body);
    this.end();
  }

  redirect(status: number, location: string): void {
    this.answer(status, '', ['Location', location]);
  }
}

/** A connection ahead of a request that a test plays the server of. */
export class ScriptedConnecting implements Connecting {
  readonly request: WireConnect;
  readonly timing = scriptedTiming();
  readonly address = undefined;
  readonly #receiver: WireConnectReceiver;
  ending: 'none' | 'connected' | 'failed' | 'cancelled' = 'none';

  constructor(request: WireConnect, receiver: WireConnectReceiver) {
    this.request = request;
    this.#receiver = receiver;
  }

  cancel(): void {
    if (this.ending === 'none') this.ending = 'cancelled';
  }

  /** Having taken so many milliseconds. */
  connected(took = 0): void {
    if (this.ending !== 'none') return;
    this.ending = 'connected';
    Object.assign(this.timing, {
      connectStart: 1,
      connectEnd: 1 + took,
      tlsStart: 1 + took,
      tlsEnd: 1 + took,
    });
    this.#receiver.onConnected();
  }

  error(error: NetworkError): void {
    if (this.ending !== 'none') return;
    this.ending = 'failed';
    this.#receiver.onError(error);
  }
}

/** A transport whose servers are the test: it keeps every hop, and answers what the test says. */
export class ScriptedTransport implements Transport {
  readonly exchanges: ScriptedExchange[] = [];
  readonly connecting: ScriptedConnecting[] = [];
  readonly sockets: ScriptedSocket[] = [];
  renewed = 0;
  closed = false;

  /** Connections that are being made. */
  get dialling(): ScriptedConnecting[] {
    return this.connecting.filter(({ ending }) => ending === 'none');
  }

  get open(): ScriptedExchange[] {
    return this.exchanges.filter((exchange) => exchange.ending === 'none');
  }

  get openSockets(): ScriptedSocket[] {
    return this.sockets.filter((socket) => socket.ending === 'none');
  }

  get lastSocket(): ScriptedSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error('No socket was dialled.');
    return socket;
  }

  get last(): ScriptedExchange {
    const exchange = this.exchanges.at(-1);
    if (exchange === undefined) throw new Error('Nothing was sent.');
    return exchange;
  }

  send(request: WireRequest, receiver: WireReceiver): Exchange {
    const exchange = new ScriptedExchange(request, receiver);
    this.exchanges.push(exchange);
    return exchange;
  }

  connect(request: WireConnect, receiver: WireConnectReceiver): Connecting {
    const connecting = new ScriptedConnecting(request, receiver);
    this.connecting.push(connecting);
    return connecting;
  }

  openSocket(request: WireSocketRequest, receiver: WireSocketReceiver): WireSocket {
    const socket = new ScriptedSocket(request, receiver, scriptedTiming());
    this.sockets.push(socket);
    return socket;
  }

  renew(): void {
    this.renewed += 1;
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }
}
