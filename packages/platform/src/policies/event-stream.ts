import type { ServerResponse } from 'node:http';

/** What waits to be sent to one client, in bytes; who takes more slowly than that is dropped. */
const mostWaiting = 16 * 1024;
/** How long a client may take to hear that the stream ends, in milliseconds. */
const farewell = 2000;

/** One stream of server-sent events to one client. WHATWG HTML, 9.2. */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #heartbeat: NodeJS.Timeout;

  /**
   * @param heartbeat milliseconds between two signs of life
   * @param onEnd the stream has ended, by whoever's doing
   */
  constructor(response: ServerResponse, heartbeat: number, onEnd: () => void) {
    this.#response = response;
    this.#heartbeat = setInterval(() => this.send(':\n\n'), heartbeat).unref();
    response.once('close', () => {
      clearInterval(this.#heartbeat);
      onEnd();
    });
    // A client that breaks off is no fault; `close` follows.
    response.on('error', () => {});
  }

  /** Sends now, or not at all: a client that does not read is dropped, and what was meant for it with it. */
  send(text: string): void {
    if (this.#response.writableEnded || this.#response.destroyed) return;
    if (this.#response.writableLength > mostWaiting) this.#response.destroy();
    else this.#response.write(text);
  }

  /** Says a last thing and ends. */
  end(text = ''): void {
    if (this.#response.writableEnded || this.#response.destroyed) return;
    clearInterval(this.#heartbeat);
    this.#response.end(text);
    const late = setTimeout(() => this.#response.destroy(), farewell).unref();
    this.#response.once('close', () => clearTimeout(late));
  }
}
