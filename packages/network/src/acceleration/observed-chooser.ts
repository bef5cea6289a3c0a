import type { NetworkError } from '../errors.ts';
import type { AccelerationNews, AttemptReason } from './events.ts';
import type { CandidateView } from './candidate-view.ts';
import type { Choice, Chooser } from './chooser.ts';
import type { AccelerationCounters } from './counters.ts';
import type { Failure } from './health.ts';
import type { NetworkMemory } from './memory.ts';
import type { Probe } from './probes.ts';
import type { Timing } from './server.ts';

/** One hop of one call. */
export interface HopOfCall {
  readonly id: number;
  readonly hop: number;
}

/** A hop and what was chosen for it. */
export interface ChosenHop extends HopOfCall {
  readonly choice: Choice;
}

interface ObservedChooserOptions {
  readonly origin: string;
  readonly counters: AccelerationCounters;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly tell: (news: AccelerationNews, of: HopOfCall) => void;
}

const noCall: HopOfCall = { id: 0, hop: 0 };

/** A chooser that is told the time, whose decisions are counted and told to those who watch. */
export class ObservedChooser {
  readonly #chooser: Chooser;
  readonly #options: ObservedChooserOptions;
  readonly #isCandidate: (origin: string) => boolean;
  #panic = false;
  /** Something was learnt since `remember`. */
  learnt = false;

  constructor(chooser: Chooser, options: ObservedChooserOptions) {
    this.#chooser = chooser;
    this.#options = options;
    const candidates = new Set(chooser.candidates(options.now()).map(({ origin }) => origin));
    this.#isCandidate = (origin) => candidates.has(origin);
  }

  get panic(): boolean {
    return this.#panic;
  }

  choose(hop: HopOfCall): ChosenHop {
    const { origin, counters, now, tell } = this.#options;
    const choice = this.#chooser.choose(now());
    counters.count('calls');
    if (choice.panic !== this.#panic) {
      this.#panic = choice.panic;
      if (choice.panic) counters.count('panics');
      tell({ kind: 'panic', on: choice.panic }, hop);
    }
    const { origin: candidate, why: reason, panic } = choice;
    tell({ kind: 'choice', origin, candidate, reason, panic }, hop);
    return { id: hop.id, hop: hop.hop, choice };
  }

  /** A connection is made to another server beside those that are being made. */
  raced(): void {
    this.#options.counters.count('races');
  }

  /** The request of a hop goes to a server. */
  sent(hop: ChosenHop, candidate: string, why: AttemptReason): void {
    const { counters, now, tell } = this.#options;
    if (why !== 'chosen') this.#chooser.repeated(hop.choice.call, candidate, now());
    if (why === 'repeated') counters.count('repeats');
    if (why === 'late') counters.count('hedges');
    tell({ kind: 'attempt', candidate, why }, hop);
    if (this.#isCandidate(candidate)) return;
    counters.count('fallbacks');
    tell({ kind: 'fallback', origin: candidate }, hop);
  }

  mayHedge(): boolean {
    return this.#chooser.mayHedge();
  }

  /** @param timing of an answer that says that it cannot serve, or comes from the cache, none */
  answered(hop: ChosenHop, candidate: string, timing: Timing | undefined): void {
    const { counters, now, tell } = this.#options;
    counters.answer(candidate);
    tell({ kind: 'answer', candidate }, hop);
    if (timing === undefined) return;
    this.#watching(candidate, hop, undefined, () =>
      this.#chooser.answered(hop.choice.call, candidate, timing, now()),
    );
    tell({ kind: 'measurement', candidate, source: 'call', ...timing }, hop);
  }

  failed(hop: ChosenHop, candidate: string, why: Failure, error?: NetworkError): void {
    this.#options.tell({ kind: 'failure', candidate, source: 'call', why, ...(error && { error }) }, hop);
    this.#watching(candidate, hop, error, () =>
      this.#chooser.failed(hop.choice.call, candidate, why, this.#options.now()),
    );
  }

  abandoned({ choice }: ChosenHop, candidate: string): void {
    this.#chooser.abandoned(choice.call, candidate);
  }

  probes(): readonly Probe[] {
    const probes = this.#chooser.probes(this.#options.now());
    for (const { origin, kind } of probes) {
      this.#options.counters.probe(kind);
      this.#options.tell({ kind: 'probe', candidate: origin, probe: kind }, noCall);
    }
    return probes;
  }

  probeAnswered(probe: Probe, timing: Timing): void {
    const { origin: candidate } = probe;
    this.#options.tell({ kind: 'measurement', candidate, source: 'probe', ...timing }, noCall);
    this.#watching(candidate, noCall, undefined, () =>
      this.#chooser.probeAnswered(probe, timing, this.#options.now()),
    );
  }

  probeFailed(probe: Probe, why: Failure, error?: NetworkError): void {
    const { origin: candidate } = probe;
    const news = { kind: 'failure', candidate, source: 'probe', why, ...(error && { error }) } as const;
    this.#options.tell(news, noCall);
    this.#watching(candidate, noCall, error, () =>
      this.#chooser.probeFailed(probe, why, this.#options.now()),
    );
  }

  remember(): NetworkMemory {
    this.learnt = false;
    return this.#chooser.remember(this.#options.now());
  }

  candidates(): readonly CandidateView[] {
    return this.#chooser.candidates(this.#options.now());
  }

  /** Tells what became of the candidate's ejection by what it is told. */
  #watching(candidate: string, of: HopOfCall, error: NetworkError | undefined, learn: () => void): void {
    const before = this.#chooser.ejectionOf(candidate);
    this.learnt = true;
    learn();
    const after = this.#chooser.ejectionOf(candidate);
    if (after === undefined || after === before) return;
    if (after.over !== undefined) {
      this.#options.tell({ kind: 'return', candidate }, of);
      return;
    }
    const { why, until } = after;
    this.#options.counters.ejection(why);
    this.#options.tell({ kind: 'ejection', candidate, why, until, ...(error && { error }) }, of);
  }
}
