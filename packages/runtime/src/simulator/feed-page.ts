import { WebSocket } from 'ws';
import type { Feed } from './feed.ts';
import { simulatorLimits } from './limits.ts';
import type { FeedItem, FeedMessage } from './protocol.ts';

/** One page that watches. What it does not read waits as state in the feed, and not as messages for it. */
export class FeedPage {
  readonly #socket: WebSocket;
  readonly #feed: Feed;
  /** The number up to which it was told. */
  #sent: number;
  /** It had everything once: from then on no call may go missing. */
  #caughtUp = false;
  /** The last line that it was told; unknown after a reconnect until the next one. */
  #line: number | undefined;
  #answers = true;

  /** @param resumed the number of the last batch that it has; or it has nothing */
  constructor(
    socket: WebSocket,
    feed: Feed,
    { simulator, resumed, firstLine }: { simulator: string; resumed: number | undefined; firstLine: number },
  ) {
    this.#socket = socket;
    this.#feed = feed;
    this.#sent = resumed ?? 0;
    this.#line = resumed === undefined ? firstLine - 1 : undefined;
    socket.on('pong', () => (this.#answers = true));
    this.#send({ type: 'welcome', simulator, replayed: resumed !== undefined });
    this.pump();
  }

  /** Tells what is new, as fast as the page reads. */
  pump(): void {
    while (
      this.#socket.readyState === WebSocket.OPEN &&
      this.#socket.bufferedAmount < simulatorLimits.unread
    ) {
      // It is so slow that a call's ending is not known any more: it has to begin anew.
      if (this.#caughtUp && this.#feed.lostCall > this.#sent) return this.#socket.terminate();
      const piece = this.#feed.after(this.#sent);
      if (piece === undefined) {
        this.#caughtUp = true;
        return;
      }
      this.#sent = piece.number;
      this.#send({ type: 'batch', number: piece.number, items: this.#withGap(piece.items) });
    }
  }

  /** Ends it if it has not answered since the last time. */
  askWhetherThere(): void {
    if (!this.#answers) return this.#socket.terminate();
    this.#answers = false;
    this.#socket.ping();
  }

  close(): void {
    this.#socket.close(1001, 'The simulator has ended.');
    this.#socket.terminate();
  }

  /** Lines go missing at one place only: between what it was told and the oldest one that is kept. */
  #withGap(items: readonly FeedItem[]): readonly FeedItem[] {
    const at = items.findIndex(({ kind }) => kind === 'line');
    const first = items[at];
    const last = items.findLast(({ kind }) => kind === 'line');
    if (first?.kind !== 'line' || last?.kind !== 'line') return items;
    const skipped = this.#line === undefined ? 0 : first.line.number - this.#line - 1;
    this.#line = last.line.number;
    return skipped > 0 ? items.with(at, { kind: 'line', line: { ...first.line, skipped } }) : items;
  }

  #send(message: FeedMessage): void {
    this.#socket.send(JSON.stringify(message), () => this.pump());
  }
}
