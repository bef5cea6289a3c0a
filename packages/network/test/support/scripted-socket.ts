import type {
  NetworkError,
  WireClose,
  WireSocket,
  WireSocketReceiver,
  WireSocketRequest,
  WireTiming,
} from '@minigate/network';

/** One socket that a test plays the server of. */
export class ScriptedSocket implements WireSocket {
  readonly request: WireSocketRequest;
  readonly timing: WireTiming;
  /** What was sent, oldest first. */
  readonly sent: { data: Buffer; kind: 'text' | 'bytes' }[] = [];
  /** What the program's side asked to close with. */
  closing: { code: number; reason: string } | undefined;
  ending: 'none' | 'closed' | 'cancelled' = 'none';
  resumed = 0;
  readonly #receiver: WireSocketReceiver;
  #untold: ((error?: Error | null) => void)[] = [];

  constructor(request: WireSocketRequest, receiver: WireSocketReceiver, timing: WireTiming) {
    this.request = request;
    this.#receiver = receiver;
    this.timing = timing;
  }

  get url(): string {
    return `${this.request.target.scheme}://${this.request.target.authority}${this.request.target.path}`;
  }

  send(data: Buffer, kind: 'text' | 'bytes', sent: (error?: Error | null) => void): void {
    this.sent.push({ data: Buffer.from(data), kind });
    this.#untold.push(sent);
  }

  close(code: number, reason: string): void {
    this.closing = { code, reason };
  }

  cancel(): void {
    if (this.ending === 'none') this.ending = 'cancelled';
  }

  resume(): void {
    this.resumed += 1;
  }

  open(headers: readonly string[] = []): void {
    if (this.ending === 'none') this.#receiver.onOpen({ status: 101, headers, protocol: 'http1.1' });
  }

  message(data: string | ArrayBuffer): boolean | undefined {
    return this.ending === 'none' ? this.#receiver.onMessage(data) : undefined;
  }

  /** The kernel takes the oldest messages; without a count, all. */
  take(count = this.#untold.length): void {
    for (const sent of this.#untold.splice(0, count)) sent();
  }

  /** The server closes, or answers the program's closing. */
  end(code: number, reason = ''): void {
    this.#close({ code, reason });
  }

  error(error: NetworkError, code = 1006): void {
    this.#close({ code, reason: '', error });
  }

  #close(close: WireClose): void {
    if (this.ending !== 'none') return;
    this.ending = 'closed';
    this.#receiver.onClose(close);
    for (const sent of this.#untold.splice(0)) sent(new Error('the socket is gone'));
  }
}
