/**
 * `npm test [-- vitest arguments]`: makes the clone ready and runs the tests.
 * The last line is always `N passed, N failed`, also when nothing could be run.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { prepare } from './prepare.mjs';
import { root, runHere } from './step.mjs';

const REPORT = 'test-results/vitest.json';

let passed = 0;
let failed = 1;
process.on('exit', () => console.log(`${passed} passed, ${failed} failed`));

await prepare();
rmSync(join(root, REPORT), { force: true });
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`];
const code = await runHere('vitest', ['run', ...reporters, ...process.argv.slice(2)]);
const report = readReport();
if (report) {
  const skipped = report.numPendingTests + report.numTodoTests;
  if (skipped > 0) console.log(`${skipped} skipped`);
  passed = report.numPassedTests;
  failed = report.numFailedTests + report.testResults.filter(couldNotRun).length;
}
if (code !== 0 && failed === 0) failed = 1;
process.exitCode = failed === 0 ? 0 : 1;

function readReport() {
  try {
    return JSON.parse(readFileSync(join(root, REPORT), 'utf8'));
  } catch {
    return undefined;
  }
}

/** A file that failed although none of its tests did: it does not load, or a hook threw. */
function couldNotRun(file) {
  return file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed');
}
