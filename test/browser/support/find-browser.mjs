import { findChromium } from '../../../scripts/chromium.mjs';

/** Makes sure of a browser before the first test. Where none can be had the tests are skipped, except under CI. */
export async function setup(project) {
  const found = await findChromium();
  if ('problem' in found) {
    if (process.env.CI) throw new Error(found.problem);
    process.stderr.write(`\nEVERY TEST IN A BROWSER IS SKIPPED. ${found.problem}\n\n`);
  }
  project.provide('chromium', found.path ?? '');
}
