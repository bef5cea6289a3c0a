import type { Goal, ScenarioResult } from './goals.ts';
import type { Herd } from './herd.ts';
import type { Figures } from './summary.ts';

/** The page of docs/acceleration with every figure. */
export function writeReport(
  results: readonly ScenarioResult[],
  herds: readonly Herd[],
  goals: readonly Goal[],
): string {
  const rows = results.flatMap(({ scenario, figures }) =>
    Object.entries(figures).map(([name, of], index) =>
      row([index === 0 ? scenario.name : '', name, ...cells(of)]),
    ),
  );
  const missed = goals.filter(({ reached }) => !reached);
  return [
    '## Figures',
    '',
    row(['scenario', 'who chooses', 'p50', 'p95', 'p99', 'errors', 'extra requests', 'extra connections']),
    row(['---', '---', '---:', '---:', '---:', '---:', '---:', '---:']),
    ...rows,
    '',
    '## Ten thousand devices at once',
    '',
    'What each server gets, divided by its part of the weight among those near the best.',
    '',
    row(['moment', 'shares']),
    row(['---', '---']),
    ...herds.map(({ moment, shares }) =>
      row([moment, shares.map(({ share }) => share.toFixed(2)).join(' · ')]),
    ),
    '',
    '## Goals',
    '',
    `${goals.length - missed.length} of ${goals.length} are reached.`,
    '',
    row(['scenario', 'goal', 'measured', 'bound', '']),
    row(['---', '---', '---:', '---:', '---']),
    ...goals.map(({ scenario, goal, measured, most, less, reached }) =>
      row([
        scenario,
        goal,
        measured.toFixed(3),
        `${less ? '<' : '≤'} ${most}`,
        reached ? 'reached' : '**missed**',
      ]),
    ),
    '',
  ].join('\n');
}

function cells({ p50, p95, p99, errors, extraRequests, extraConnections }: Figures): string[] {
  const milliseconds = [p50, p95, p99].map((time) => time.toFixed(0));
  return [
    ...milliseconds,
    ...[errors, extraRequests, extraConnections].map((share) => `${(share * 100).toFixed(2)} %`),
  ];
}

function row(cellsOfRow: readonly string[]): string {
  return `| ${cellsOfRow.join(' | ')} |`;
}
