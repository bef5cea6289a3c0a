import type {
  AccelerationCandidateState,
  AccelerationEvent,
  AccelerationSnapshot,
  Network,
} from '@minigate/network';
import { happeningOf } from './acceleration-happening.ts';
import type { Feed } from './feed.ts';
import { simulatorLimits } from './limits.ts';
import type { AcceleratedCandidate, AccelerationHappening, AccelerationState } from './protocol.ts';

type Measured = [time: number, milliseconds: number];
type Accelerated = Pick<Network, 'acceleration' | 'on'>;

/**
 * What domain acceleration did in the program of the stage: the last measurements and happenings, over all runs. Pages
 * are told after a change, some time later, as many changes come at once. Rule 25.
 */
export class AccelerationLog {
  readonly #feed: Feed;
  #network: Accelerated | undefined;
  #origin: string | undefined;
  /** By candidate. */
  readonly #measured = new Map<string, Measured[]>();
  readonly #connected = new Map<string, Measured[]>();
  /** Of this run, by candidate. */
  readonly #failures = new Map<string, number>();
  #happenings: AccelerationHappening[] = [];
  #chosen: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(feed: Feed) {
    this.#feed = feed;
    this.#tell();
  }

  /** A run begins; what was told of the one before it stays, if the same origin is accelerated. */
  watch(network: Accelerated): void {
    this.#network = network;
    this.#failures.clear();
    this.#chosen = undefined;
    const { acceleration } = network;
    if (acceleration !== undefined) this.#remember(acceleration);
    network.on('acceleration', (event) => this.#take(network, event));
    network.on('connection', () => this.#plan());
    this.#plan();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  /** What a cold start found of earlier ones was read before anybody could watch. */
  #remember({ origin, network, candidates }: AccelerationSnapshot): void {
    this.#belongTo(origin);
    if (candidates.every(({ age }) => age === undefined)) return;
    this.#add({ time: Date.now(), network, kind: 'remembered' });
  }

  #take(network: Accelerated, event: AccelerationEvent): void {
    if (network !== this.#network) return;
    if (event.kind === 'choice') this.#belongTo(event.origin);
    if (event.kind === 'measurement') {
      keep(this.#measured, event, event.firstByte);
      keep(this.#connected, event, event.connect);
    }
    if (event.kind === 'failure') {
      this.#failures.set(event.candidate, (this.#failures.get(event.candidate) ?? 0) + 1);
    }
    const happening = happeningOf(event, this.#chosen);
    if (event.kind === 'choice') this.#chosen = event.candidate;
    if (happening !== undefined) this.#add(happening);
    this.#plan();
  }

  #add(happening: AccelerationHappening): void {
    this.#happenings.push(happening);
    if (this.#happenings.length > simulatorLimits.happenings) this.#happenings.shift();
  }

  /** Of another origin nothing before counts. */
  #belongTo(origin: string): void {
    if (origin === this.#origin) return;
    this.#origin = origin;
    this.#measured.clear();
    this.#connected.clear();
    this.#happenings = [];
  }

  #plan(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#tell();
    }, simulatorLimits.accelerationTime);
  }

  #tell(): void {
    this.#feed.change('acceleration', () => {
      const acceleration = this.#state();
      return { kind: 'acceleration', ...(acceleration !== undefined && { acceleration }) };
    });
  }

  #state(): AccelerationState | undefined {
    const snapshot = this.#network?.acceleration;
    if (snapshot === undefined) return undefined;
    const { origin, network, panic, counts, candidates } = snapshot;
    return {
      ...{ origin, network, panic, counts },
      candidates: candidates.map((candidate) => this.#candidate(candidate, counts.answers)),
      happenings: [...this.#happenings],
    };
  }

  #candidate(
    {
      origin,
      region,
      weight,
      priority,
      state,
      ejection,
      chosen,
      cost,
      share,
      age,
    }: AccelerationCandidateState,
    answers: Readonly<Record<string, number>>,
  ): AcceleratedCandidate {
    const isUnknown = state === 'healthy' && age === undefined && ejection === undefined;
    const isOut = state !== 'healthy' && ejection !== undefined;
    return {
      ...{ origin, weight, priority, chosen, share },
      state: isUnknown ? 'unknown' : state,
      calls: answers[origin] ?? 0,
      failures: this.#failures.get(origin) ?? 0,
      measured: [...(this.#measured.get(origin) ?? [])],
      connected: [...(this.#connected.get(origin) ?? [])],
      ...(region !== undefined && { region }),
      ...(cost !== undefined && { cost: tenths(cost) }),
      ...(age !== undefined && { age: Math.round(age) }),
      ...(isOut && { ejectedFor: ejection.why }),
      ...(isOut && state === 'ejected' && { returnsAt: ejection.until }),
    };
  }
}

function keep(
  measurements: Map<string, Measured[]>,
  { candidate, time }: { candidate: string; time: number },
  milliseconds: number | undefined,
): void {
  if (milliseconds === undefined) return;
  const all = measurements.get(candidate) ?? [];
  all.push([Math.round(time), tenths(milliseconds)]);
  if (all.length > simulatorLimits.measurements) all.shift();
  measurements.set(candidate, all);
}

/** More is not seen in a chart. */
function tenths(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
