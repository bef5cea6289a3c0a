import type { Check, CheckId, Outcome } from '@minigate/network/diagnose';

/** What is examined together, in the order in which it is. */
export const phases = {
  verdict: ['server-domain'],
  name: ['name'],
  address: ['address'],
  connection: ['connect'],
  tls: ['tls', 'tls-versions', 'forward-secrecy'],
  certificate: [
    'certificate-chain',
    'certificate-trust',
    'certificate-name',
    'certificate-dates',
    'certificate-lifetime',
    'certificate-key',
    'certificate-signature',
    'certificate-transparency',
  ],
  http: ['http', 'redirects', 'charset', 'compression', 'http2'],
} as const satisfies Record<string, readonly CheckId[]>;

export type PhaseName = keyof typeof phases;

/**
 * The worst of the checks. Without any: `passed`, where a later step was reached, which cannot be without this one;
 * `silent`, where nothing was examined or nothing may be told.
 */
export type PhaseOutcome = Outcome | 'passed' | 'silent';

export interface Phase {
  readonly name: PhaseName;
  readonly checks: readonly Check[];
  readonly outcome: PhaseOutcome;
}

const ranks: readonly Outcome[] = ['ok', 'note', 'warning', 'failure'];

/** The checks of a diagnosis by their phases. */
export function toPhases(checks: readonly Check[]): readonly Phase[] {
  const names = Object.keys(phases) as PhaseName[];
  const found = names.map((name) => checksOf(name, checks));
  return names.map((name, index) => {
    const of = found[index] ?? [];
    const worst = Math.max(...of.map(({ outcome }) => ranks.indexOf(outcome)));
    const later = onTheWay.slice(onTheWay.indexOf(name) + 1);
    const passed = onTheWay.includes(name) && later.some((next) => checksOf(next, checks).length > 0);
    return { name, checks: of, outcome: ranks[worst] ?? (passed ? 'passed' : 'silent') };
  });
}

/** Steps that are not reached unless each one before went well. */
const onTheWay: readonly PhaseName[] = ['name', 'address', 'connection', 'tls'];

function checksOf(name: PhaseName, checks: readonly Check[]): readonly Check[] {
  const ids: readonly CheckId[] = phases[name];
  return ids.flatMap((id) => checks.filter((check) => check.id === id));
}
