import type { Flow } from './flow.ts';
import { bridgeLimits, type HostMessage } from './protocol.ts';

interface Parcel {
  readonly head: string;
  readonly body: string | ArrayBuffer | null;
  readonly cost: number;
  /** What a later parcel of the same key makes worthless. */
  readonly key: string | undefined;
  /** Whose it is, where its source waits for a program that is behind. */
  readonly flow: Flow | undefined;
}

/**
 * Deliveries on their way to a worker. Only so many are with the worker at a time; the others wait here, and
 * of the progress of one call only the latest. Whatever is given out in one turn goes as one message.
 */
export class Outbox {
  readonly #post: (pairs: (string | ArrayBuffer | null)[]) => void;
  #waiting: Parcel[] = [];
  /** What the worker has and has not handed to the program, oldest first. */
  readonly #sent: Pick<Parcel, 'cost' | 'flow'>[] = [];
  #sentCost = 0;
  #waitingCost = 0;
  #scheduled = false;

  constructor(post: (pairs: (string | ArrayBuffer | null)[]) => void) {
    this.#post = post;
  }

  /** Bytes that are held for the program, here and in the worker. */
  get held(): number {
    return this.#sentCost + this.#waitingCost;
  }

  get empty(): boolean {
    return this.#sent.length === 0 && this.#waiting.length === 0;
  }

  add(message: HostMessage, body: string | ArrayBuffer | null = null, flow?: Flow): void {
    const head = JSON.stringify(message);
    const size = body === null ? 0 : typeof body === 'string' ? body.length : body.byteLength;
    const cost = bridgeLimits.messageCost + head.length + size;
    const key = message[0] === 'progress' ? String(message[1]) : undefined;
    if (key !== undefined) this.#drop(key);
    this.#waiting.push({ head, body, cost, key, flow });
    flow?.add(cost);
    this.#waitingCost += cost;
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => this.#send());
  }

  /** The worker has handed so many deliveries to the program, one of which may have been the start. */
  acknowledge(count: number): void {
    for (const { cost, flow } of this.#sent.splice(0, count)) {
      this.#sentCost -= cost;
      flow?.take(cost);
    }
    if (this.#waiting.length > 0) this.#send();
  }

  #drop(key: string): void {
    const index = this.#waiting.findIndex((parcel) => parcel.key === key);
    if (index < 0) return;
    for (const parcel of this.#waiting.splice(index, 1)) this.#waitingCost -= parcel.cost;
  }

  #send(): void {
    this.#scheduled = false;
    const pairs: (string | ArrayBuffer | null)[] = [];
    let taken = 0;
    for (const { head, body, cost, flow } of this.#waiting) {
      if (!this.#fits(cost)) break;
      taken += 1;
      pairs.push(head, body);
      this.#sent.push({ cost, flow });
      this.#sentCost += cost;
      this.#waitingCost -= cost;
    }
    if (taken === 0) return;
    this.#waiting = this.#waiting.slice(taken);
    this.#post(pairs);
  }

  #fits(cost: number): boolean {
    if (this.#sent.length === 0) return true;
    if (this.#sent.length >= bridgeLimits.unreadDeliveries) return false;
    return this.#sentCost + cost <= bridgeLimits.unreadDeliveryBytes;
  }
}
