import { get, type IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';

/** One block of a stream of server-sent events. A comment has an empty name and no data. */
export interface ServerEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
  readonly retry: string | undefined;
}

/** Somebody who follows a stream of server-sent events, and reads all of it at once. */
export class EventFollower {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** Settles when the stream has ended; false if it was broken off. */
  readonly ended: Promise<boolean>;
  readonly #response: IncomingMessage;
  readonly #blocks: ServerEvent[] = [];
  #closed = false;
  #wake = () => {};

  private constructor(response: IncomingMessage) {
    this.status = response.statusCode ?? 0;
    this.headers = response.headers;
    this.#response = response;
    this.ended = new Promise((resolve) => {
      response.once('close', () => {
        this.#closed = true;
        this.#wake();
        resolve(response.complete);
      });
    });
    let text = '';
    response.setEncoding('utf8').on('data', (chunk: string) => {
      const blocks = (text + chunk).split('\n\n');
      text = blocks.pop() ?? '';
      this.#blocks.push(...blocks.map(readBlock));
      this.#wake();
    });
  }

  /** Resolves when the head of the answer is there; the stream is closed after the test. */
  static open(url: URL, headers: Readonly<Record<string, string>> = {}): Promise<EventFollower> {
    return new Promise((resolve, reject) => {
      const request = get(url, { agent: false, headers }, (response) => {
        response.on('error', () => {});
        resolve(new EventFollower(response));
      });
      request.on('error', reject);
      onTestFinished(() => void request.destroy());
    });
  }

  /** The next block of that name; undefined if the stream ends before. */
  async next(event: string): Promise<ServerEvent | undefined> {
    for (;;) {
      const block = this.#blocks.shift();
      if (block?.event === event) return block;
      if (block !== undefined) continue;
      if (this.#closed) return undefined;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** The version of the next announcement. */
  async version(): Promise<number | undefined> {
    const block = await this.next('policy');
    return block === undefined ? undefined : (JSON.parse(block.data) as { version: number }).version;
  }

  close(): void {
    this.#response.destroy();
  }
}

function readBlock(block: string): ServerEvent {
  const fields = new Map<string, string>();
  for (const text of block.split('\n')) {
    const colon = text.indexOf(':');
    fields.set(text.slice(0, colon), text.slice(colon + 1).trim());
  }
  return {
    event: fields.get('event') ?? '',
    id: fields.get('id'),
    data: fields.get('data') ?? '',
    retry: fields.get('retry'),
  };
}
