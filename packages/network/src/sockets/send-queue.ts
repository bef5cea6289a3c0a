import { NetworkError } from '../errors.ts';
import type { SocketCall } from './socket-call.ts';

/** What a waiting message takes beside its bytes, about. */
const overhead = 512;

/** A message that waits; neighbours are linked, so that any of them can leave at no cost. */
interface Waiting {
  readonly call: SocketCall;
  readonly cost: number;
  before: Waiting | undefined;
  after: Waiting | undefined;
  gone: boolean;
}

/**
 * The messages of one socket that the kernel has not taken yet. Their callbacks wait; beyond the limit a message
 * is refused, so that a program that sends faster than the network takes does not fill the memory. Rule 18.
 */
export class SendQueue {
  readonly #limit: number;
  #oldest: Waiting | undefined;
  #newest: Waiting | undefined;
  #bytes = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Gives what is to be called when the message was taken, or cannot be. A lone message always has a place.
   *
   * @throws NetworkError SEND_QUEUE_FULL
   */
  add(call: SocketCall, bytes: number): (error?: Error | null) => void {
    const cost = bytes + overhead;
    if (this.#oldest !== undefined && this.#bytes + cost > this.#limit) {
      const detail = `Messages of ${this.#bytes} bytes, overhead included, wait for the network already.`;
      throw new NetworkError('SEND_QUEUE_FULL', { detail });
    }
    const waiting: Waiting = { call, cost, before: this.#newest, after: undefined, gone: false };
    if (this.#newest === undefined) this.#oldest = waiting;
    else this.#newest.after = waiting;
    this.#newest = waiting;
    this.#bytes += cost;
    return (error) => {
      if (waiting.gone) return;
      this.#remove(waiting);
      if (error) call.fail(new NetworkError('CONNECTION_CLOSED', { detail: error.message, cause: error }));
      else call.succeed();
    };
  }

  /** Gives what waits, oldest first, and forgets it: its ending is the caller's from now on. */
  clear(): SocketCall[] {
    const calls: SocketCall[] = [];
    while (this.#oldest !== undefined) {
      calls.push(this.#oldest.call);
      this.#remove(this.#oldest);
    }
    return calls;
  }

  #remove(waiting: Waiting): void {
    const { before, after, cost } = waiting;
    if (before === undefined) this.#oldest = after;
    else before.after = after;
    if (after === undefined) this.#newest = before;
    else after.before = before;
    waiting.gone = true;
    this.#bytes -= cost;
  }
}
