import type { Network } from '@minigate/network';

/** What domain acceleration has counted and how the candidates are, as text for Prometheus; times are seconds. */
export function accelerationMetrics({ acceleration }: Pick<Network, 'acceleration'>): string {
  if (acceleration === undefined) return '';
  const { counts, candidates, panic } = acceleration;
  const { probes, ejections, answers, ...counters } = counts;
  const each = (name: string, label: string, values: Readonly<Record<string, number>>) =>
    Object.entries(values).map(([of, value]) => `${name}{${label}="${of}"} ${value}`);
  const lines = [
    ...Object.entries(counters).map(([name, value]) => `minigate_acceleration_${name}_total ${value}`),
    ...each('minigate_acceleration_probes_total', 'kind', probes),
    ...each('minigate_acceleration_ejections_total', 'reason', ejections),
    ...each('minigate_acceleration_answers_total', 'server', answers),
    `minigate_acceleration_panic ${panic ? 1 : 0}`,
  ];
  for (const { origin, state, cost } of candidates) {
    lines.push(`minigate_acceleration_healthy{server="${origin}"} ${state === 'healthy' ? 1 : 0}`);
    if (cost !== undefined)
      lines.push(`minigate_acceleration_cost_seconds{server="${origin}"} ${cost / 1000}`);
  }
  return `${lines.join('\n')}\n`;
}
