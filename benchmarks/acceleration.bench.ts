import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { judge } from './acceleration/goals.ts';
import { runHerd } from './acceleration/herd.ts';
import { plotBars, plotSessions } from './acceleration/plot.ts';
import { writeReport } from './acceleration/report.ts';
import { scenarios } from './acceleration/scenario.ts';
import { runSession } from './acceleration/session.ts';
import { measureAll, strategies } from './acceleration/summary.ts';

/** Domain acceleration on simulated networks, against other ways to choose; draws the plots of docs/acceleration. */
const devices = 50;
const folder = new URL('../docs/acceleration/', import.meta.url);

const results = scenarios.map((scenario) => ({ scenario, figures: measureAll(scenario, devices) }));
const herds = runHerd(10_000);
const goals = judge(results, herds);

mkdirSync(folder, { recursive: true });
const page = new URL('README.md', folder);
const [words = ''] = readFileSync(page, 'utf8').split('## Figures');
writeFileSync(page, `${words}${writeReport(results, herds, goals)}`);
writeFileSync(new URL('p95.svg', folder), plotBars(results, 'p95'));
writeFileSync(new URL('p99.svg', folder), plotBars(results, 'p99'));
for (const [file, name] of [
  ['slow', 'slow, origin'],
  ['black-hole', 'black hole, origin'],
  ['flapping', 'flapping, origin'],
] as const) {
  const scenario = scenarios.find((one) => one.name === name);
  if (scenario === undefined) throw new Error(`there is no scenario "${name}"`);
  const sessions = {
    'origin alone': runSession(scenario, strategies['origin alone'], 1),
    accelerated: runSession(scenario, strategies.accelerated, 1),
  };
  writeFileSync(new URL(`${file}.svg`, folder), plotSessions(sessions));
}

for (const { scenario, figures } of results) {
  console.log(`\n${scenario.name}`);
  for (const [name, { p50, p95, p99, errors, extraRequests }] of Object.entries(figures)) {
    const times = [p50, p95, p99].map((time) => time.toFixed(0).padStart(6)).join('');
    const shares = [errors, extraRequests]
      .map((share) => `${(share * 100).toFixed(2)} %`.padStart(9))
      .join('');
    console.log(`  ${name.padEnd(16)}${times}${shares}`);
  }
}
console.log('');
for (const { scenario, goal, measured, most, less, reached } of goals) {
  if (reached) continue;
  console.log(`missed: ${scenario}: ${goal} is ${measured.toFixed(3)}, not ${less ? '<' : '≤'} ${most}`);
}
process.exitCode = goals.every(({ reached }) => reached) ? 0 : 1;
