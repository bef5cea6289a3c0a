import { get, type IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';

/** One block of a stream of server-sent events. A comment has an empty name and no data. */
export interface ServerEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
  readonly retry: string | undefined;
}

/** Somebody who follows a stream of server-sent events. */
export class EventFollower {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** Settles when the stream has ended; false if it was broken off. */
  readonly ended: Promise<boolean>;
  readonly #response: IncomingMessage;
  readonly #blocks: AsyncIterator<ServerEvent>;

  private constructor(response: IncomingMessage) {
    this.status = response.statusCode ?? 0;
    this.headers = response.headers;
    this.#response = response;
    this.ended = new Promise((resolve) => response.once('close', () => resolve(response.complete)));
    this.#blocks = readBlocks(response)[Symbol.asyncIterator]();
  }

  /** Resolves when the head of the answer is there; the stream is closed after the test. */
  static open(url: URL, headers: Readonly<Record<string, string>> = {}): Promise<EventFollower> {
    return new Promise((resolve, reject) => {
      const request = get(url, { agent: false, headers }, (response) => {
        response.on('error', () => {});
        resolve(new EventFollower(response));
      });
      request.once('error', reject);
      onTestFinished(() => void request.destroy());
    });
  }

  /** The next block of that name; undefined if the stream ends before. */
  async next(event: string): Promise<ServerEvent | undefined> {
    for (;;) {
      const { done, value } = await this.#blocks.next();
      if (done === true) return undefined;
      if (value.event === event) return value;
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

async function* readBlocks(response: IncomingMessage): AsyncGenerator<ServerEvent> {
  let text = '';
  try {
    for await (const chunk of response.setEncoding('utf8')) {
      text += String(chunk);
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) yield readBlock(block);
    }
  } catch {
    // Broken off: `ended` says so.
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
