import type { Acceleration } from '@minigate/policy';
import { type CandidateView, viewOf } from './candidate-view.ts';
import { drawOfTwo, drawUnmeasured, isBusier, type Random } from './draw.ts';
import { Extras } from './extras.ts';
import type { Ejection, Failure } from './health.ts';
import { choiceLimits } from './limits.ts';
import type { NetworkMemory } from './memory.ts';
import { type Probe, probesDue } from './probes.ts';
import { Server, type Timing } from './server.ts';

/** Where a call goes, and what to do when that goes wrong. */
export interface Choice {
  /** Names this call to the chooser. */
  readonly call: number;
  readonly origin: string;
  readonly why: ChoiceReason;
  /** Where it goes next, in this order; the accelerated origin is always among them, or chosen. */
  readonly alternates: readonly string[];
  /**
   * What is known is old, so connections are attempted beside each other, each this much after the one before;
   * `undefined` where one attempt is enough. Milliseconds.
   */
  readonly headStart: number | undefined;
  /** When an answer that has not begun is late, in milliseconds. */
  readonly patience: number;
  /** So many are ejected that all are used. */
  readonly panic: boolean;
}

export type ChoiceReason =
  /** Nothing is known of any: by priority, weight and region. */
  | 'unmeasured'
  /** The one before is as good as any. */
  | 'kept'
  /** Another one than before. */
  | 'better'
  /** There is no other one. */
  | 'only'
  /** No candidate is well, and the origin is none of them. */
  | 'fallback';

export interface ChooserOptions {
  readonly acceleration: Acceleration;
  readonly random: Random;
  /** The region of the device, in the words of the policy. */
  readonly region?: string | undefined;
  /** What is remembered of this network. */
  readonly memory?: NetworkMemory | undefined;
  /** What is left of extra requests and connections. Default: what there is before the first call. */
  readonly extras?: Extras | undefined;
}

/**
 * Chooses the server for each call to an accelerated origin, on one network of the device. Rule 25. It does nothing
 * itself: times are given, in milliseconds since the epoch and never going back, and who makes calls and probes says
 * what became of them.
 *
 * @example
 * const chooser = new Chooser({ acceleration, random: Math.random });
 * const { call, origin } = chooser.choose(Date.now());
 * chooser.answered(call, origin, { firstByte: 42, connect: 85 }, Date.now());
 */
export class Chooser {
  readonly #acceleration: Acceleration;
  readonly #random: Random;
  readonly #region: string | undefined;
  readonly #servers: ReadonlyMap<string, Server>;
  readonly #extras: Extras;
  #current: Server | undefined;
  #awaited: Server | undefined;
  #calls = 0;

  constructor({ acceleration, random, region, memory, extras = new Extras() }: ChooserOptions) {
    this.#acceleration = acceleration;
    this.#random = random;
    this.#region = region;
    this.#extras = extras;
    this.#servers = new Map(
      acceleration.candidates.map((candidate) => [
        candidate.origin,
        new Server(candidate, memory?.servers.get(candidate.origin)),
      ]),
    );
    this.#current = memory?.current === undefined ? undefined : this.#servers.get(memory.current);
  }

  /** For one call, which is on its way from now on. */
  choose(now: number): Choice {
    this.#extras.requests.earn();
    this.#extras.connections.earn();
    this.#calls += 1;
    const { servers, panic } = this.#usable(now);
    if (panic && !this.#servers.has(this.#acceleration.origin) && !servers.some((one) => isWell(one, now))) {
      return this.#fallback(servers, now);
    }
    const { server, why } = this.#pick(servers, now);
    this.#current = server;
    server.sent(this.#calls, now);
    const stale = this.#isStale(server, now);
    return {
      call: this.#calls,
      origin: server.candidate.origin,
      why,
      alternates: this.#alternates(server, servers, now),
      headStart: stale ? headStartOf(server) : undefined,
      patience: this.#patience(server),
      panic,
    };
  }

  /** A call goes to another server, because the one before failed or is late. */
  repeated(call: number, origin: string, now: number): void {
    this.#servers.get(origin)?.sent(call, now);
  }

  /** Whether a call that is late may be sent to another server as well: there are only so many. */
  mayHedge(): boolean {
    return this.#extras.requests.take();
  }

  answered(call: number, origin: string, timing: Timing, now: number): void {
    const server = this.#servers.get(origin);
    server?.dropped(call);
    server?.answered(timing, now, this.#serving());
  }

  failed(call: number, origin: string, why: Failure, now: number): void {
    const server = this.#servers.get(origin);
    server?.dropped(call);
    server?.failed(why, now, this.#acceleration.thresholds, this.#random());
  }

  /** A call that ended for a reason of its own, such as an abort. */
  abandoned(call: number, origin: string): void {
    this.#servers.get(origin)?.dropped(call);
  }

  /** The probes that are to be made now; each one counts as under way until it is told. */
  probes(now: number): readonly Probe[] {
    return probesDue([...this.#servers.values()], {
      now,
      current: this.#current,
      awaited: this.#awaited,
      serving: this.#serving(),
      timeToLive: this.#acceleration.timeToLive,
      requests: this.#extras.requests,
      connections: this.#extras.connections,
    });
  }

  probeAnswered({ origin }: Probe, timing: Timing, now: number): void {
    this.#servers.get(origin)?.probeEnded();
    this.#servers.get(origin)?.answered(timing, now, this.#serving());
  }

  probeFailed({ origin }: Probe, why: Failure, now: number): void {
    this.#servers.get(origin)?.probeEnded();
    this.#servers.get(origin)?.failed(why, now, this.#acceleration.thresholds, this.#random());
  }

  /** The last one of a server, over or not; `undefined` where it never was. */
  ejectionOf(origin: string): Ejection | undefined {
    return this.#servers.get(origin)?.measurements.health.ejection;
  }

  /** What to keep for the next start on this network. */
  remember(now: number): NetworkMemory {
    const servers = [...this.#servers].map(([origin, { measurements }]) => [origin, measurements] as const);
    return { at: now, current: this.#current?.candidate.origin, servers: new Map(servers) };
  }

  /** Each candidate as it is now, for people. */
  candidates(now: number): readonly CandidateView[] {
    const serving = this.#serving();
    const current = this.#current;
    return [...this.#servers.values()].map((server) => viewOf(server, { now, serving, current }));
  }

  #usable(now: number): { servers: readonly Server[]; panic: boolean } {
    const all = [...this.#servers.values()];
    const healthy = all.filter((server) => isWell(server, now));
    const panic = all.length - healthy.length > all.length * this.#acceleration.thresholds.ejectedShare;
    return panic || healthy.length === 0 ? { servers: all, panic: true } : { servers: healthy, panic };
  }

  #fallback(servers: readonly Server[], now: number): Choice {
    const { origin } = this.#acceleration;
    const alternates = this.#byCost(servers, now).map(({ candidate }) => candidate.origin);
    const patience = choiceLimits.longestPatience;
    return {
      call: this.#calls,
      origin,
      why: 'fallback',
      alternates,
      headStart: undefined,
      patience,
      panic: true,
    };
  }

  #pick(servers: readonly Server[], now: number): { server: Server; why: ChoiceReason } {
    const [only] = servers;
    if (only !== undefined && servers.length === 1) return { server: only, why: 'only' };
    this.#awaited = undefined;
    const costs = this.#costs(servers, now);
    const best = Math.min(...costs.values());
    const { nearBest } = this.#acceleration.thresholds;
    const current =
      this.#current !== undefined && servers.includes(this.#current) ? this.#current : undefined;
    const cost = current === undefined ? undefined : costs.get(current);
    const within = (value: number, factor: number) => value <= best * factor + choiceLimits.latencySlack;
    if (current !== undefined && (cost === undefined ? costs.size === 0 : within(cost, nearBest))) {
      return { server: current, why: 'kept' };
    }
    const join = 1 + (nearBest - 1) / 2;
    const near = [...costs].filter(([, value]) => within(value, join)).map(([server]) => server);
    if (current !== undefined && cost !== undefined && cost <= best * choiceLimits.plainlyWorse) {
      const confirmed = near.filter(({ measuredAt = 0 }) => now - measuredAt <= choiceLimits.confirmation);
      const better = drawOfTwo(confirmed, this.#random, isBusier);
      if (better !== undefined) return { server: better, why: 'better' };
      [this.#awaited] = near;
      return { server: current, why: 'kept' };
    }
    const better = drawOfTwo(near, this.#random, isBusier);
    if (better !== undefined) return { server: better, why: 'better' };
    const drawn = drawUnmeasured(servers, this.#random, this.#region);
    if (drawn === undefined) throw new Error('an acceleration policy has at least one candidate');
    return { server: drawn, why: 'unmeasured' };
  }

  #costs(servers: readonly Server[], now: number): Map<Server, number> {
    const serving = this.#serving();
    const costs = new Map<Server, number>();
    for (const server of servers) {
      const cost = server.cost(now, serving);
      if (cost !== undefined) costs.set(server, cost);
    }
    return costs;
  }

  /** What answering takes beside the way, by those where both were measured. */
  #serving(): number {
    const known = [...this.#servers.values()].flatMap((server) => server.serving() ?? []);
    return known.length === 0 ? 0 : Math.min(...known);
  }

  /** By cost, but first one of another region: what is wrong with one server is often wrong with its neighbours. */
  #alternates(chosen: Server, usable: readonly Server[], now: number): string[] {
    const others = this.#byCost(usable, now).filter((server) => server !== chosen);
    const { region } = chosen.candidate;
    const elsewhere = others.find((server) => region !== undefined && server.candidate.region !== region);
    const ordered =
      elsewhere === undefined ? others : [elsewhere, ...others.filter((one) => one !== elsewhere)];
    const origins = ordered.map(({ candidate }) => candidate.origin);
    const { origin } = this.#acceleration;
    return origin === chosen.candidate.origin || origins.includes(origin) ? origins : [...origins, origin];
  }

  #byCost(servers: readonly Server[], now: number): Server[] {
    const costs = this.#costs(servers, now);
    const last = Number.MAX_VALUE;
    return servers.toSorted((a, b) => (costs.get(a) ?? last) - (costs.get(b) ?? last));
  }

  #isStale({ measuredAt }: Server, now: number): boolean {
    return measuredAt === undefined || now - measuredAt > this.#acceleration.timeToLive;
  }

  #patience({ measurements: { firstByte, connect } }: Server): number {
    const usual = firstByte?.value ?? connect?.value ?? 0;
    const { patienceFactor, leastPatience, longestPatience } = choiceLimits;
    return Math.min(Math.max(usual * patienceFactor, leastPatience), longestPatience);
  }
}

function isWell(server: Server, now: number): boolean {
  return server.state(now) === 'healthy';
}

function headStartOf({ measurements: { connect } }: Server): number {
  const { attemptHeadStart, leastAttemptHeadStart } = choiceLimits;
  if (connect === undefined) return attemptHeadStart;
  return Math.min(Math.max(connect.value * 1.5, leastAttemptHeadStart), attemptHeadStart);
}
