import {
  feedPath,
  type FeedItem,
  type FeedMessage,
  tooManyPages,
} from '@minigate/runtime/simulator/protocol';

/** How the page hears of what happens. */
export type FeedConnection =
  | { readonly state: 'connecting' }
  | { readonly state: 'open' }
  /** It was lost, or was never there; the page tries again by itself. */
  | {
      readonly state: 'lost';
      readonly retryAt: number;
      /** Too many other pages watch already. */
      readonly crowded: boolean;
    }
  /** The simulator does not know this page: the cookie is missing, or of an earlier start. */
  | { readonly state: 'unknown' };

/** What a feed needs of a browser, so that a test can stand in for it. */
export interface FeedSurroundings {
  /** @param query begins with `?`, or is empty */
  open(path: string, query: string): Pick<WebSocket, 'close' | 'addEventListener'>;
  /** Calls back when the page is drawn next. */
  nextFrame(callback: () => void): void;
  after(milliseconds: number, callback: () => void): () => void;
  now(): number;
  /** Whether the simulator would answer this page; undefined where it cannot be reached. */
  isKnown(): Promise<boolean | undefined>;
}

export interface FeedListener {
  /** What came since the last frame, in order. */
  onItems(items: readonly FeedItem[]): void;
  /** Another simulator, or one that no longer has what came before: nothing known holds. */
  onReset(): void;
  onConnection(connection: FeedConnection): void;
}

const firstRetry = 250;
const longestRetry = 8000;

/**
 * Listens to the feed, and comes back when it is lost: at first soon, then at growing distances. What comes is
 * handed over once for each frame, however many messages there were.
 */
export class FeedClient {
  readonly #surroundings: FeedSurroundings;
  readonly #listener: FeedListener;
  #socket: Pick<WebSocket, 'close' | 'addEventListener'> | undefined;
  #simulator: string | undefined;
  #last = 0;
  #items: FeedItem[] = [];
  #framed = false;
  #failures = 0;
  #cancelRetry: () => void = () => {};
  #closed = false;

  constructor(surroundings: FeedSurroundings, listener: FeedListener) {
    this.#surroundings = surroundings;
    this.#listener = listener;
    this.#connect();
  }

  close(): void {
    this.#closed = true;
    this.#cancelRetry();
    this.#socket?.close();
  }

  /** Tries again at once, if it waits. */
  retry(): void {
    if (this.#socket !== undefined || this.#closed) return;
    this.#cancelRetry();
    this.#connect();
  }

  #connect(): void {
    const query =
      this.#simulator === undefined
        ? ''
        : `?${new URLSearchParams({ simulator: this.#simulator, after: String(this.#last) })}`;
    if (this.#failures === 0) this.#listener.onConnection({ state: 'connecting' });
    const socket = this.#surroundings.open(feedPath, query);
    this.#socket = socket;
    socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
      if (this.#socket === socket) this.#take(JSON.parse(data) as FeedMessage);
    });
    socket.addEventListener('close', ({ code }) => {
      if (this.#socket !== socket || this.#closed) return;
      this.#socket = undefined;
      this.#lost(code === tooManyPages);
    });
  }

  #take(message: FeedMessage): void {
    if (message.type === 'batch') {
      this.#last = message.number;
      this.#items.push(...message.items);
      this.#schedule();
      return;
    }
    this.#failures = 0;
    this.#simulator = message.simulator;
    if (!message.replayed) {
      this.#last = 0;
      this.#items = [];
      this.#listener.onReset();
    }
    this.#listener.onConnection({ state: 'open' });
  }

  #schedule(): void {
    if (this.#framed) return;
    this.#framed = true;
    this.#surroundings.nextFrame(() => {
      this.#framed = false;
      const items = this.#items;
      this.#items = [];
      if (items.length > 0 && !this.#closed) this.#listener.onItems(items);
    });
  }

  #lost(crowded: boolean): void {
    const wait = Math.min(longestRetry, firstRetry * 2 ** this.#failures);
    this.#failures += 1;
    this.#listener.onConnection({ state: 'lost', retryAt: this.#surroundings.now() + wait, crowded });
    this.#cancelRetry = this.#surroundings.after(wait, () => this.#connect());
    void this.#surroundings.isKnown().then((known) => {
      if (known !== false || this.#closed || this.#socket !== undefined) return;
      this.#cancelRetry();
      this.#listener.onConnection({ state: 'unknown' });
    });
  }
}
