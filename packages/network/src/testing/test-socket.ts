import type { Clock } from '../clock.ts';
import { NetworkError, type NetworkErrorCode } from '../errors.ts';
import { tellHost } from '../host-console.ts';
import { noTiming } from '../transport/hop.ts';
import type {
  WireClose,
  WireSocket,
  WireSocketReceiver,
  WireSocketRequest,
  WireTiming,
} from '../transport/transport.ts';

interface SocketClosing {
  readonly code: number;
  readonly reason: string;
}

/** The server's end of a socket, for a test to speak through. */
export interface TestSocket {
  readonly url: string;
  readonly protocols: readonly string[];
  /** Bytes arrive as an ArrayBuffer of the program's own. */
  send(data: string | ArrayBuffer | Uint8Array): void;
  /** Default 1000. */
  close(code?: number, reason?: string): void;
  /** The connection breaks. */
  fail(code: NetworkErrorCode): void;
  onMessage(listener: (data: string | ArrayBuffer) => void): void;
  /** The socket has ended, whoever ended it; 1006 where there was no closing. */
  onClose(listener: (close: SocketClosing) => void): void;
}

/** What a test does with a socket that a program opened. */
export type SocketScript = (socket: TestSocket) => void;

/** What becomes of a handshake, after so many milliseconds. */
export type SocketAnswer = { readonly delay: number } & (
  | { readonly script: SocketScript }
  | { readonly error: NetworkError }
);

/** A socket between a program and a test. What one side sends, the other has in the next moment. */
export class ScriptedSocket implements WireSocket {
  readonly timing: WireTiming = noTiming();
  readonly url: string;
  readonly #protocols: readonly string[];
  readonly #clock: Clock;
  readonly #receiver: WireSocketReceiver;
  readonly #onOver: () => void;
  /** Each takes back something that is to come. */
  readonly #plans = new Set<() => void>();
  #onMessage: ((data: string | ArrayBuffer) => void)[] = [];
  #onClose: ((close: SocketClosing) => void)[] = [];
  #over = false;

  constructor(
    clock: Clock,
    { target, protocols }: WireSocketRequest,
    receiver: WireSocketReceiver,
    onOver: () => void,
  ) {
    this.#clock = clock;
    this.#receiver = receiver;
    this.#onOver = onOver;
    this.url = `${target.scheme}://${target.authority}${target.path}`;
    this.#protocols = protocols;
    this.timing.requestStart = clock.now();
    this.timing.peerAddress = '203.0.113.1';
    this.timing.peerPort = 443;
  }

  answer(answer: SocketAnswer): void {
    this.#plan(answer.delay, () => {
      this.timing.responseStart = this.#clock.now();
      if ('script' in answer) this.#open(answer.script);
      else this.#end({ code: 1006, reason: '', error: answer.error });
    });
  }

  send(data: Buffer, kind: 'text' | 'bytes', sent: () => void): void {
    const given = kind === 'text' ? data.toString() : ownBuffer(data);
    this.#plan(0, () => {
      this.#tell(this.#onMessage, given);
      sent();
    });
  }

  close(code: number, reason: string): void {
    this.#plan(0, () => this.#end({ code, reason }));
  }

  cancel(): void {
    if (this.#over) return;
    this.#leave();
    this.#tell(this.#onClose, { code: 1006, reason: '' });
  }

  resume(): void {}

  /** Accepts the handshake with the first protocol offered, and lets the script speak. */
  #open(script: SocketScript): void {
    const [protocol] = this.#protocols;
    const headers = protocol === undefined ? [] : ['Sec-WebSocket-Protocol', protocol];
    const head = { status: 101, headers, protocol: 'http1.1' } as const;
    this.#receiver.onAnswer(head);
    this.#receiver.onOpen(head);
    this.#tell([script], this.#serverEnd());
  }

  #serverEnd(): TestSocket {
    return {
      url: this.url,
      protocols: this.#protocols,
      send: (data) => {
        const given = typeof data === 'string' ? data : ownBuffer(data);
        this.#plan(0, () => void this.#receiver.onMessage(given));
      },
      close: (code = 1000, reason = '') => this.close(code, reason),
      fail: (code) => {
        const error = new NetworkError(code, { detail: 'The test says so.' });
        this.#plan(0, () => this.#end({ code: 1006, reason: '', error }));
      },
      onMessage: (listener) => (this.#onMessage = [...this.#onMessage, listener]),
      onClose: (listener) => (this.#onClose = [...this.#onClose, listener]),
    };
  }

  /** Calls into the test. What it throws ends the socket, and is told where the test is read. */
  #tell<T>(listeners: readonly ((told: T) => void)[], told: T): void {
    try {
      for (const listener of listeners) listener(told);
    } catch (cause) {
      const detail = `The script of the socket ${this.url} threw.`;
      tellHost(detail, cause);
      this.#end({ code: 1006, reason: '', error: new NetworkError('INTERNAL', { detail, cause }) });
    }
  }

  #end(close: WireClose): void {
    if (this.#over) return;
    this.#leave();
    this.#receiver.onClose(close);
    this.#tell(this.#onClose, { code: close.code, reason: close.reason });
  }

  #leave(): void {
    this.#over = true;
    this.timing.responseEnd = this.#clock.now();
    for (const takeBack of this.#plans) takeBack();
    this.#plans.clear();
    this.#onOver();
  }

  #plan(delay: number, step: () => void): void {
    if (this.#over) return;
    const takeBack = this.#clock.after(delay, () => {
      this.#plans.delete(takeBack);
      step();
    });
    this.#plans.add(takeBack);
  }
}

/** An ArrayBuffer of exactly these bytes, shared with nobody. */
function ownBuffer(data: ArrayBuffer | Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(data.byteLength);
  new Uint8Array(copy).set(data instanceof Uint8Array ? data : new Uint8Array(data));
  return copy;
}
