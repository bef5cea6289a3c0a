import type { Ejection } from './health.ts';

/** What domain acceleration has done since its network was made; numbers only grow. Rule 25. */
export interface AccelerationCounts {
  /** Hops of calls that were accelerated. */
  readonly calls: number;
  /** Requests that were sent once more, or elsewhere, because the server before failed. */
  readonly repeats: number;
  /** Requests that were sent to a second server because the first one was late. */
  readonly hedges: number;
  /** Connections beside that of the chosen server, where what was known was old. */
  readonly races: number;
  /** Requests to the accelerated origin itself where that is no candidate. */
  readonly fallbacks: number;
  /** How often so many were ejected that all were used. */
  readonly panics: number;
  readonly probes: { readonly connection: number; readonly request: number };
  readonly ejections: Readonly<Record<Ejection['why'], number>>;
  /** Answers to calls, by the server that gave them. */
  readonly answers: Readonly<Record<string, number>>;
}

type Single = 'calls' | 'repeats' | 'hedges' | 'races' | 'fallbacks' | 'panics';

/** Counts what {@link AccelerationCounts} says. */
export class AccelerationCounters {
  readonly #singles: Record<Single, number> = {
    calls: 0,
    repeats: 0,
    hedges: 0,
    races: 0,
    fallbacks: 0,
    panics: 0,
  };
  readonly #probes = { connection: 0, request: 0 };
  readonly #ejections: Record<Ejection['why'], number> = {
    unreachable: 0,
    silent: 0,
    broken: 0,
    unavailable: 0,
    certificate: 0,
    'failure share': 0,
  };
  readonly #answers = new Map<string, number>();

  count(what: Single): void {
    this.#singles[what] += 1;
  }

  probe(kind: 'connection' | 'request'): void {
    this.#probes[kind] += 1;
  }

  ejection(why: Ejection['why']): void {
    this.#ejections[why] += 1;
  }

  answer(origin: string): void {
    this.#answers.set(origin, this.answersOf(origin) + 1);
  }

  answersOf(origin: string): number {
    return this.#answers.get(origin) ?? 0;
  }

  snapshot(): AccelerationCounts {
    return {
      ...this.#singles,
      probes: { ...this.#probes },
      ejections: { ...this.#ejections },
      answers: Object.fromEntries(this.#answers),
    };
  }
}
