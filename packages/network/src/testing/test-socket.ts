import type { Clock } from '../clock.ts';
import { NetworkError, type NetworkErrorCode } from '../errors.ts';
import { noTiming } from '../transport/hop.ts';
import type {
  WireClose,
  WireSocket,
  WireSocketReceiver,
  WireSocketRequest,
  WireTiming,
} from '../transport/transport.ts';

/** The server's end of a socket, for a test to speak through. */
export interface TestSocket {
  readonly url: string;
  readonly protocols: readonly string[];
  send(data: string | ArrayBuffer): void;
  /** Default 1000. */
  close(code?: number, reason?: string): void;
  /** The connection breaks. */
  fail(code: NetworkErrorCode): void;
  onMessage(listener: (data: string | ArrayBuffer) => void): void;
  onClose(listener: (close: { code: number; reason: string }) => void): void;
}

/** What a test does with a socket that a program opened. */
export type SocketScript = (socket: TestSocket) => void;

/** A socket between a program and a test. What one side sends, the other has in the next moment. */
export class ScriptedSocket implements WireSocket {
  readonly timing: WireTiming = noTiming();
  readonly url: string;
  readonly #protocols: readonly string[];
  readonly #clock: Clock;
  readonly #receiver: WireSocketReceiver;
  readonly #onOver: () => void;
  #onMessage: ((data: string | ArrayBuffer) => void)[] = [];
  #onClose: ((close: { code: number; reason: string }) => void)[] = [];
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
  }

  /** Accepts the handshake with the first protocol offered, and lets the script speak. */
  open(script: SocketScript): void {
    const [protocol] = this.#protocols;
    const headers = protocol === undefined ? [] : ['Sec-WebSocket-Protocol', protocol];
    const head = { status: 101, headers, protocol: 'http1.1' } as const;
    this.#soon(() => {
      this.#receiver.onAnswer(head);
      this.#receiver.onOpen(head);
      script(this.#serverEnd());
    });
  }

  refuse(error: NetworkError): void {
    this.#soon(() => this.#end({ code: 1006, reason: '', error }));
  }

  send(data: Buffer, kind: 'text' | 'bytes', sent: () => void): void {
    const given = kind === 'text' ? data.toString() : ownBuffer(data);
    this.#soon(() => {
      for (const listener of this.#onMessage) listener(given);
      sent();
    });
  }

  close(code: number, reason: string): void {
    this.#soon(() => this.#end({ code, reason }));
  }

  cancel(): void {
    if (this.#over) return;
    this.#over = true;
    this.#onOver();
    for (const listener of this.#onClose) listener({ code: 1006, reason: '' });
  }

  resume(): void {}

  #serverEnd(): TestSocket {
    return {
      url: this.url,
      protocols: this.#protocols,
      send: (data) => this.#soon(() => void this.#receiver.onMessage(data)),
      close: (code = 1000, reason = '') => this.close(code, reason),
      fail: (code) => this.refuse(new NetworkError(code, { detail: 'The test says so.' })),
      onMessage: (listener) => (this.#onMessage = [...this.#onMessage, listener]),
      onClose: (listener) => (this.#onClose = [...this.#onClose, listener]),
    };
  }

  #end(close: WireClose): void {
    this.#over = true;
    this.#onOver();
    this.#receiver.onClose(close);
    for (const listener of this.#onClose) listener(close);
  }

  #soon(step: () => void): void {
    this.#clock.after(0, () => {
      if (!this.#over) step();
    });
  }
}

function ownBuffer(data: Buffer): ArrayBuffer {
  const copy = new ArrayBuffer(data.byteLength);
  new Uint8Array(copy).set(data);
  return copy;
}
