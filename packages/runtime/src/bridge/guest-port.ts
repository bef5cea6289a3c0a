import type { MessagePort } from 'node:worker_threads';
import type { Meter } from './meter.ts';
import {
  type Batch,
  bridgeLimits,
  type FatalReason,
  type FromWorker,
  isCallText,
  isEndingText,
} from './protocol.ts';

/** A message for the guest that has arrived and has not been handed to it. */
export interface Delivery {
  readonly head: string;
  readonly body: string | ArrayBuffer | null;
  /** By the worker's clock. */
  readonly arrived: number;
}

/**
 * The worker's end of the bridge. Messages of the guest leave in batches, and the guest stands still while
 * the host has too much unread; messages to the guest wait here until it is entered.
 */
export class GuestPort {
  readonly #inbox: Delivery[] = [];
  /** Milliseconds that the guest has stood still in this entry, waiting for the host. */
  waited = 0;
  readonly #port: MessagePort;
  readonly #meter: Meter;
  #outbox: (string | ArrayBuffer | null)[] = [];
  #transfers: ArrayBuffer[] = [];
  #sent = 0;
  #delivered = 0;
  #toldOneShots = 0;
  #openCalls = 0;

  constructor(port: MessagePort, meter: Meter) {
    this.#port = port;
    this.#meter = meter;
  }

  /** Takes a message of the guest. It waits for the host where that is behind. */
  send(text: string, bytes: ArrayBuffer | undefined): void {
    const call = isCallText(text);
    if (call) this.#openCalls += 1;
    if (this.#openCalls > bridgeLimits.openCalls)
      throw new Error('The program has more open calls than the bridge allows.');
    const cost = bridgeLimits.messageCost + text.length + (bytes?.byteLength ?? 0);
    if (this.#meter.unread(this.#sent) + cost > bridgeLimits.unreadByHost) this.#await(cost);
    this.#sent = (this.#sent + cost) | 0;
    this.#outbox.push(text, bytes ?? null);
    if (bytes !== undefined) this.#transfers.push(bytes);
    // What is said at once is not lost where the program never comes back.
    if (!call || this.#outbox.length >= 128) this.flush();
  }

  /** What is handed to the guest next, and waits. */
  get next(): Delivery | undefined {
    return this.#inbox[0];
  }

  /** Puts deliveries behind what waits already. */
  receive(pairs: readonly (string | ArrayBuffer | null)[], arrived: number): void {
    for (let i = 0; i < pairs.length; i += 2) {
      this.#inbox.push({ head: pairs[i] as string, body: pairs[i + 1] ?? null, arrived });
    }
  }

  /** The next delivery, which is handed to the guest now. An ending makes room for another call at once. */
  take(): Delivery | undefined {
    const delivery = this.#inbox.shift();
    if (delivery !== undefined && isEndingText(delivery.head)) this.#openCalls -= 1;
    return delivery;
  }

  /** A delivery, or the start, is behind the guest. */
  delivered(): void {
    this.#delivered += 1;
  }

  /**
   * Sends what there is to say. While the guest runs, its timers are told as they were before: the one that runs
   * may set the next one, and the host must not take the program for idle in between.
   */
  flush(oneShots = this.#toldOneShots): void {
    const news = this.#outbox.length > 0 || this.#delivered > 0 || oneShots > 0 !== this.#toldOneShots > 0;
    if (!news) return;
    const batch: Batch = [this.#delivered, oneShots, ...this.#outbox];
    this.#post(batch, this.#transfers);
    this.#outbox = [];
    this.#transfers = [];
    this.#delivered = 0;
    this.#toldOneShots = oneShots;
  }

  /** The last word. What the program said before goes ahead, and nothing of it counts as done. */
  fatal(reason: FatalReason, message: string): void {
    this.flush(this.#toldOneShots);
    this.#post({ fatal: reason, message });
  }

  ready(): void {
    this.#post('ready');
  }

  #post(message: FromWorker, transfers: ArrayBuffer[] = []): void {
    this.#port.postMessage(message, transfers);
  }

  #await(cost: number): void {
    this.flush();
    const began = performance.now();
    this.#meter.beat();
    this.#meter.waitUntil(this.#sent, (unread) => unread <= 0 || unread + cost <= bridgeLimits.unreadByHost);
    this.#meter.beat();
    this.waited += performance.now() - began;
  }
}
