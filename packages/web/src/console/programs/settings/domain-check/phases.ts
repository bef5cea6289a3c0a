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

export interface Phase {
  readonly name: PhaseName;
  readonly checks: readonly Check[];
  /** The worst of its checks; `silent`: nothing was examined, or nothing may be told of it. */
  readonly outcome: Outcome | 'silent';
}

const ranks: readonly Outcome[] = ['ok', 'note', 'warning', 'failure'];

/** The checks of a diagnosis by their phases. */
export function toPhases(checks: readonly Check[]): readonly Phase[] {
  return (Object.keys(phases) as PhaseName[]).map((name) => {
    const ids: readonly CheckId[] = phases[name];
    const of = ids.flatMap((id) => checks.filter((check) => check.id === id));
    const worst = Math.max(...of.map(({ outcome }) => ranks.indexOf(outcome)));
    return { name, checks: of, outcome: ranks[worst] ?? 'silent' };
  });
}
