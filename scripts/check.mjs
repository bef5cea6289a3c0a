/** `npm run check`: everything a machine can say about the code without running it, one line for each tool. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { install } from './prepare.mjs';
import { root, runQuietly } from './step.mjs';

await install();
const packages = readdirSync(join(root, 'packages'));
const checks = [
  ['types and build', 'npm', 'run', 'build'],
  ['lint', 'oxlint', '--type-aware', '--deny-warnings'],
  ['format', 'biome', 'format', '.'],
  ['walls', 'depcruise', 'packages', 'test', '--output-type', 'err-long'],
  ['unused code', 'knip', '--no-progress'],
  ...packages.map((name) => [`package ${name}`, 'publint', 'run', `packages/${name}`, '--strict']),
];

const failures = [];
for (const [label, command, ...args] of checks) {
  const start = performance.now();
  const { ok, output } = await runQuietly(command, args);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${label} (${seconds} s)`);
  if (!ok) failures.push({ label, output });
}
for (const { label, output } of failures) console.log(`\n--- ${label}\n${output.trimEnd()}`);
console.log(
  failures.length === 0 ? 'All checks passed.' : `\n${failures.length} of ${checks.length} checks failed.`,
);
process.exitCode = failures.length === 0 ? 0 : 1;
