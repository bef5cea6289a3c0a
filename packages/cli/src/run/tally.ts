import { type Entry, isRefused, wouldFailOutsideDebugging } from '@minigate/runtime';
import type { RunSummary } from './report.ts';

type Counts = {
  -readonly [K in keyof Omit<RunSummary, 'time' | 'ended' | 'acceleration' | 'har'>]: RunSummary[K];
};

/** Counts how the calls of a run end. */
export class Tally {
  readonly #begun = performance.now();
  readonly #counted = new WeakSet<Entry>();
  readonly #counts: Counts = {
    calls: 0,
    succeeded: 0,
    refused: 0,
    failed: 0,
    aborted: 0,
    wouldFail: 0,
    errors: 0,
    bytes: 0,
  };

  /** Whether the call has its ending, and had none when it was seen before. */
  count(entry: Entry): boolean {
    if (entry.state !== 'settled' || this.#counted.has(entry)) return false;
    this.#counted.add(entry);
    const counts = this.#counts;
    counts.calls += 1;
    counts[endingOf(entry)] += 1;
    counts.bytes += entry.bodyBytes;
    if (wouldFailOutsideDebugging(entry)) counts.wouldFail += 1;
    return true;
  }

  /** The program threw, or died. */
  countError(): void {
    this.#counts.errors += 1;
  }

  /** No call was refused and the program did not throw. */
  get clean(): boolean {
    return this.#counts.refused === 0 && this.#counts.errors === 0;
  }

  summary(): Counts & { time: number } {
    return { ...this.#counts, time: performance.now() - this.#begun };
  }
}

function endingOf(entry: Entry): 'succeeded' | 'refused' | 'failed' | 'aborted' {
  if (entry.outcome === 'success') return 'succeeded';
  if (isRefused(entry)) return 'refused';
  return entry.error?.code === 'ABORTED' ? 'aborted' : 'failed';
}
