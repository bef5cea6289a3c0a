import type { Acceleration, AccelerationThresholds } from '@minigate/policy';
import { type Average, observe, valueOf } from './average.ts';
import {
  afterAnswer,
  afterFailure,
  type Failure,
  failureShare,
  type Health,
  type HealthState,
  stateOf,
  unharmed,
} from './health.ts';
import { choiceLimits } from './limits.ts';

export type Candidate = Acceleration['candidates'][number];

/** What is known of a candidate. */
export interface Measurements {
  /** From a request on an open connection to the first byte of its answer. */
  readonly firstByte: Average | undefined;
  /** TCP and TLS together. */
  readonly connect: Average | undefined;
  readonly health: Health;
}

/** What a call or a probe took, in milliseconds. */
export interface Timing {
  /** Absent where nothing was asked. */
  readonly firstByte?: number;
  /** TCP and TLS together; absent where a kept connection was used. */
  readonly connect?: number;
  /** The part of `connect` that TLS took. */
  readonly tls?: number;
}

/** One candidate: what was measured of it, and what is under way. */
export class Server {
  readonly candidate: Candidate;
  /** When each call to it that is not answered yet was sent. */
  readonly #waiting = new Map<number, number>();
  #measurements: Measurements;
  #probedAt: number | undefined;

  constructor(candidate: Candidate, measurements?: Measurements) {
    this.candidate = candidate;
    this.#measurements = measurements ?? { firstByte: undefined, connect: undefined, health: unharmed };
  }

  get measurements(): Measurements {
    return this.#measurements;
  }

  get inFlight(): number {
    return this.#waiting.size;
  }

  /** When it was last measured; `undefined` where it never was. */
  get measuredAt(): number | undefined {
    const { firstByte, connect } = this.#measurements;
    return firstByte === undefined ? connect?.at : Math.max(firstByte.at, connect?.at ?? 0);
  }

  state(now: number): HealthState {
    return stateOf(this.#measurements.health, now);
  }

  /**
   * What a call to it costs, in milliseconds: the first byte that is to be expected, or how long one has been waited for
   * in vain, and the price of a failure as far as one is to be expected. `undefined` where nothing was measured.
   *
   * @param serving what answering takes beside the way, where only the way to it was measured
   */
  cost(now: number, serving: number): number | undefined {
    const latency = this.#latency(now, serving);
    if (latency === undefined) return undefined;
    const waited = this.#longestWait(now);
    const suspicious = waited > latency * choiceLimits.suspicionFactor + choiceLimits.suspicion;
    return (suspicious ? waited : latency) + this.#failureCost(now);
  }

  /** The least that it has cost lately. */
  hope(now: number): number {
    const { firstByte, connect } = this.#measurements;
    return (firstByte?.floor ?? (connect === undefined ? 0 : connect.floor / 2)) + this.#failureCost(now);
  }

  /** What answering took beside the way; `undefined` where either was not measured. */
  serving(): number | undefined {
    const { firstByte, connect } = this.#measurements;
    if (firstByte === undefined || connect === undefined) return undefined;
    return Math.max(firstByte.usual - connect.usual / 2, 0);
  }

  sent(call: number, now: number): void {
    this.#waiting.set(call, now);
  }

  /** A call that nobody waits for any more, whatever became of it. */
  dropped(call: number): void {
    this.#waiting.delete(call);
  }

  /** @param serving what answering takes elsewhere, beside the way; 0 where that is not known */
  answered({ firstByte, connect }: Timing, now: number, serving: number): void {
    const before = this.#measurements;
    // A first answer that took long is held against what the way lets expect, as a later one against those before it.
    const expected = serving > 0 ? this.#latency(now, serving) : undefined;
    const known =
      before.firstByte ?? (expected === undefined ? undefined : observe(undefined, expected, now));
    this.#measurements = {
      firstByte: firstByte === undefined ? before.firstByte : observe(known, firstByte, now),
      connect: connect === undefined ? before.connect : observe(before.connect, connect, now),
      health: afterAnswer(before.health, now),
    };
  }

  failed(why: Failure, now: number, thresholds: AccelerationThresholds, chance: number): void {
    const health = afterFailure(this.#measurements.health, { why, now, thresholds, chance });
    this.#measurements = { ...this.#measurements, health };
  }

  probeStarted(now: number): void {
    this.#probedAt = now;
  }

  probeEnded(): void {
    this.#probedAt = undefined;
  }

  isProbed(now: number): boolean {
    return this.#probedAt !== undefined && now - this.#probedAt <= choiceLimits.probeTime;
  }

  /** TCP and TLS 1.3 take two ways there and back, a request one. What is fresher counts. */
  #latency(now: number, serving: number): number | undefined {
    const { firstByte, connect } = this.#measurements;
    if (connect === undefined) return firstByte && valueOf(firstByte, now);
    if (firstByte !== undefined && connect.at - firstByte.at < choiceLimits.latencyDecay) {
      return valueOf(firstByte, now);
    }
    return valueOf(connect, now) / 2 + serving;
  }

  #longestWait(now: number): number {
    const [first] = this.#waiting.values();
    return first === undefined ? 0 : now - first;
  }

  #failureCost(now: number): number {
    return failureShare(this.#measurements.health, now) * choiceLimits.failurePrice;
  }
}
