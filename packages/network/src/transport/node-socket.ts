import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { type ClientOptions, WebSocket } from 'ws';
import { NetworkError } from '../errors.ts';
import { writeMask } from './frame-mask.ts';
import { Dial, type DialPlan } from './dial.ts';
import { noTiming } from './hop.ts';
import { handshakeError, refusedHandshake, socketFailure } from './socket-errors.ts';
import type { WireClose, WireHead, WireSocket, WireSocketReceiver, WireSocketRequest } from './transport.ts';

/** What ws takes beside what its typings list. */
interface Options extends ClientOptions {
  readonly closeTimeout: number;
  readonly maxHeaderSize: number;
}

interface NodeSocketOptions {
  /** All header lines of the answer to the handshake together, in bytes. */
  readonly responseHeaderBytes: number;
  /** The connection is gone, or was never there. */
  readonly onGone: () => void;
}

/**
 * One WebSocket over a connection of its own, dialled as every other: ws gets a connection that was judged, and
 * speaks the protocol on it. Rules 7 and 18.
 */
export class NodeSocket implements WireSocket {
  readonly timing = noTiming();
  readonly #plan: DialPlan;
  readonly #request: WireSocketRequest;
  readonly #receiver: WireSocketReceiver;
  readonly #options: NodeSocketOptions;
  readonly #dial: Dial;
  #socket: Socket | undefined;
  #ws: WebSocket | undefined;
  /** What broke the connection, as the socket said it. */
  #broken: Error | undefined;
  #opened = false;
  /** Nothing is told any more. */
  #over = false;
  #resuming = false;
  #resolveGone: () => void = () => {};
  readonly #gone = new Promise<void>((resolve) => {
    this.#resolveGone = resolve;
  });

  constructor(
    plan: DialPlan,
    request: WireSocketRequest,
    receiver: WireSocketReceiver,
    options: NodeSocketOptions,
  ) {
    this.#plan = plan;
    this.#request = request;
    this.#receiver = receiver;
    this.#options = options;
    this.#dial = new Dial(plan, (error, socket) => this.#onDialled(error, socket));
    process.nextTick(() => {
      if (!this.#over) this.#dial.start();
    });
  }

  send(data: Buffer, kind: 'text' | 'bytes', sent: (error?: Error | null) => void): void {
    // Only ws's compression reads later than at once.
    const bytes = this.#request.deflate ? Buffer.from(data) : data;
    this.#ws?.send(bytes, { binary: kind === 'bytes' }, sent);
  }

  close(code: number, reason: string): void {
    this.#ws?.close(code, reason);
  }

  cancel(): void {
    this.#over = true;
    this.#dial.cancel();
    if (this.#ws === undefined) this.#leave();
    else this.#ws.terminate();
  }

  /** Ends the socket as `cancel` does, and waits until its connection is gone. */
  end(): Promise<void> {
    this.cancel();
    return this.#gone;
  }

  resume(): void {
    if (this.#resuming) return;
    this.#resuming = true;
    process.nextTick(() => {
      this.#resuming = false;
      this.#ws?.resume();
    });
  }

  #onDialled(error: NetworkError | null, socket: Socket | null): void {
    const { address, marks } = this.#dial;
    Object.assign(this.timing, marks);
    this.timing.peerAddress = address?.address ?? '';
    this.timing.peerPort = address?.port ?? 0;
    if (socket !== null || error?.code === 'ADDRESS_REFUSED') {
      if (address !== undefined) this.#receiver.onAddress(address);
    }
    if (socket === null) {
      this.#end({ code: 1006, reason: '', error: error ?? undefined });
      this.#leave();
    } else if (this.#over) {
      socket.destroy();
    } else {
      this.#shakeHands(socket);
    }
  }

  #shakeHands(socket: Socket): void {
    const { target, protocols, deflate, noDelay, messageBytes, closeTimeout } = this.#request;
    this.#socket = socket;
    socket.on('error', (error) => {
      this.#broken = error;
    });
    const options: Options = {
      headers: headersOf(this.#request.headers),
      createConnection: () => socket,
      perMessageDeflate: deflate,
      generateMask: writeMask,
      maxPayload: messageBytes,
      maxHeaderSize: this.#options.responseHeaderBytes,
      closeTimeout,
    };
    this.timing.requestStart = performance.now();
    // Both parts are serialised already, so reading them once more changes nothing.
    const ws = new WebSocket(`${target.scheme}://${this.#plan.name}${target.path}`, [...protocols], options);
    this.timing.requestEnd = performance.now();
    this.#ws = ws;
    ws.binaryType = 'arraybuffer';
    let head: WireHead = { status: 0, headers: [], protocol: 'http1.1' };
    ws.on('upgrade', (answer) => {
      head = this.#noteAnswer(answer);
    });
    ws.on('unexpected-response', (request, answer) => {
      const { status, headers } = this.#noteAnswer(answer);
      this.#end({ code: 1006, reason: '', error: refusedHandshake(this.#plan.name, status, headers) });
      request.destroy();
      ws.terminate();
    });
    ws.on('open', () => {
      socket.setNoDelay(noDelay);
      this.#opened = true;
      if (!this.#over) this.#receiver.onOpen(head);
    });
    ws.on('message', (data: Buffer | ArrayBuffer) => {
      if (this.#over) return;
      const more = this.#receiver.onMessage(data instanceof ArrayBuffer ? data : data.toString('utf8'));
      if (!more) ws.pause();
    });
    ws.on('error', (error) => this.#end(this.#explain(this.#broken ?? error)));
    ws.on('close', (code, reason) => {
      this.#noteBytes();
      if (code === 1006 && this.#broken !== undefined) this.#end(this.#explain(this.#broken));
      else this.#end({ code, reason: reason.toString('utf8') });
      this.#leave();
    });
  }

  #noteAnswer(answer: IncomingMessage): WireHead {
    this.timing.responseStart = performance.now();
    const head = {
      status: answer.statusCode ?? 0,
      headers: answer.rawHeaders,
      protocol: 'http1.1',
    } as const;
    if (!this.#over) this.#receiver.onAnswer(head);
    return head;
  }

  #explain(error: Error): WireClose {
    const { name } = this.#plan;
    if (!this.#opened) return { code: 1006, reason: '', error: handshakeError(error, name) };
    return { reason: '', ...socketFailure(error, name, this.#request.messageBytes) };
  }

  #end(close: WireClose): void {
    if (this.#over) return;
    this.#over = true;
    this.#noteBytes();
    this.#receiver.onClose(close);
  }

  #leave(): void {
    this.#options.onGone();
    this.#resolveGone();
  }

  #noteBytes(): void {
    this.timing.responseEnd = performance.now();
    this.timing.sentBytes = this.#socket?.bytesWritten ?? 0;
    this.timing.receivedBytes = this.#socket?.bytesRead ?? 0;
  }
}

function headersOf(flat: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  for (let i = 0; i + 1 < flat.length; i += 2) headers[flat[i] ?? ''] = flat[i + 1] ?? '';
  return headers;
}
