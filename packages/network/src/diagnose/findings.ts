import type { CheckId } from './check-table.ts';
import type { Check, FailureClass, Outcome, Platform } from './report.ts';

const everyone: readonly Platform[] = ['ios', 'android', 'binance'];
const ranks: readonly Outcome[] = ['ok', 'note', 'warning', 'failure'];

/** A failure before it is told. */
export interface Failing {
  readonly failure: FailureClass;
  readonly sentence: string;
  readonly fix?: string | undefined;
  /** Who refuses. Default: all; of what the policy does not permit, this project's rules alone. */
  readonly platforms?: readonly Platform[];
}

interface Aside {
  readonly fix?: string;
  readonly platforms?: readonly Platform[];
}

/** Collects what the checks of one diagnosis find. */
export class Findings {
  readonly checks: Check[] = [];

  ok(id: CheckId, sentence: string): void {
    this.checks.push({ id, outcome: 'ok', sentence });
  }

  note(id: CheckId, sentence: string, aside: Aside = {}): void {
    this.checks.push({ id, outcome: 'note', sentence, ...aside });
  }

  warn(id: CheckId, sentence: string, fix: string, platforms?: readonly Platform[]): void {
    this.checks.push({ id, outcome: 'warning', sentence, fix, ...(platforms && { platforms }) });
  }

  fail(id: CheckId, { failure, sentence, fix, ...given }: Failing): void {
    const platforms = given.platforms ?? (failure === 'not-permitted' ? ['binance'] : everyone);
    this.checks.push({
      ...{ id, outcome: 'failure', failure, sentence, platforms },
      ...(fix !== undefined && { fix }),
    });
  }
}

/** The worst outcome of all. */
export function worstOf(checks: readonly Check[]): Outcome {
  const worst = Math.max(0, ...checks.map(({ outcome }) => ranks.indexOf(outcome)));
  return ranks[worst] ?? 'ok';
}

/** The classes of all failures, in order, none twice. */
export function failuresOf(checks: readonly Check[]): FailureClass[] {
  return [...new Set(checks.flatMap(({ failure }) => failure ?? []))];
}
