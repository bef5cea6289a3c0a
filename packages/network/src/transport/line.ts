import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { Client, type Dispatcher } from 'undici';
import { NetworkError } from '../errors.ts';
import { Dial, type DialPlan } from './dial.ts';
import { holdFailedWrites } from './failed-writes.ts';
import { passOverContinue } from './interim-answers.ts';

/** What undici is told about every connection. Our own timer bounds a call, so undici's do not run. */
export interface LineOptions {
  readonly maxHeaderSize: number;
  readonly keepAliveTimeout: number;
  readonly keepAliveMaxTimeout: number;
}

/**
 * One connection at a time to one endpoint, and the call that uses it. It is dialled when a call is
 * dispatched, kept for the next call, and dialled again if the server closes it in between.
 */
export class Line {
  /** The present connection, or the attempt to make one. */
  dial: Dial | undefined;
  /** Nothing has been sent on the present connection. */
  fresh = true;
  /** The head of an answer is being waited for. */
  awaitsHead = false;
  /** When it began to wait for a request, by `performance.now()`. */
  unusedSince = 0;
  /** What broke the present connection, as the socket said it. */
  broken: Error | undefined;
  readonly #plan: DialPlan;
  readonly #client: Client;
  readonly #onIdleEnd: (line: Line) => void;
  readonly #idleTime: number;
  #socket: Socket | undefined;
  /** A connection that was made before there was a request for it. */
  #ready: Socket | undefined;

  /** @param onIdleEnd the connection ended; only of interest while no call uses the line */
  constructor(plan: DialPlan, options: LineOptions, onIdleEnd: (line: Line) => void) {
    this.#plan = plan;
    this.#onIdleEnd = onIdleEnd;
    this.#idleTime = options.keepAliveTimeout;
    this.#client = new Client(plan.origin, {
      ...options,
      headersTimeout: 0,
      bodyTimeout: 0,
      pipelining: 1,
      allowH2: plan.http2,
      connect: (_options, callback) => {
        const ready = this.#takeReady();
        if (ready !== undefined) {
          // undici is asking at this moment, and hears an answer only afterwards.
          process.nextTick(() => callback(null, this.#use(ready)));
          return;
        }
        const dial = new Dial(plan, (error, socket) => {
          if (socket === null) callback(error ?? new Error('no socket'), null);
          else callback(null, this.#use(socket));
        });
        this.dial = dial;
        this.fresh = true;
        this.broken = undefined;
        dial.start();
      },
    });
    this.#client.on('disconnect', () => onIdleEnd(this));
  }

  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    this.#client.dispatch(options, handler);
  }

  /** Dials ahead of the first request; the connection is kept for it as long as one between two requests. */
  open(done: (error: NetworkError | null) => void): void {
    const dial = new Dial(this.#plan, (error, socket) => {
      if (socket !== null) this.#keep(socket);
      done(error);
    });
    this.dial = dial;
    this.fresh = true;
    dial.start();
  }

  /** Ends the connection, or the attempt to make one, and the call on it. */
  end(): Promise<void> {
    this.dial?.cancel();
    this.#takeReady()?.destroy();
    return this.#client.destroy(
      new NetworkError('CONNECTION_ABORTED', { detail: 'The connection was given up by this side.' }),
    );
  }

  /** What the present connection speaks. */
  get protocol(): 'http1.1' | 'h2' {
    const socket = this.#socket;
    return socket instanceof TLSSocket && socket.alpnProtocol === 'h2' ? 'h2' : 'http1.1';
  }

  get bytesRead(): number {
    return this.#socket?.bytesRead ?? 0;
  }

  get bytesWritten(): number {
    return this.#socket?.bytesWritten ?? 0;
  }

  #keep(socket: Socket): void {
    this.#ready = socket;
    socket.setTimeout(this.#idleTime, () => socket.destroy());
    socket.unref();
    socket.once('close', () => {
      if (this.#ready !== socket) return;
      this.#ready = undefined;
      this.#onIdleEnd(this);
    });
  }

  /** `undefined` where there is none, or it has ended meanwhile. */
  #takeReady(): Socket | undefined {
    const socket = this.#ready;
    this.#ready = undefined;
    if (socket === undefined || socket.destroyed) return undefined;
    socket.setTimeout(0);
    socket.removeAllListeners('timeout');
    socket.ref();
    return socket;
  }

  #use(socket: Socket): Socket {
    this.#socket = socket;
    holdFailedWrites(socket);
    socket.on('error', (error) => {
      this.broken = error;
    });
    // undici takes what has come by `read`.
    const read = socket.read.bind(socket);
    socket.read = (size?: number) => {
      const chunk: unknown = read(size);
      if (this.awaitsHead && chunk instanceof Buffer) passOverContinue(chunk);
      return chunk;
    };
    return socket;
  }
}
