/**
 * `npm run screenshots`: pictures of every screen, in both languages, at both widths and in both colour schemes, into
 * test-results/screenshots/. Ends with 1 where a screen is not fit for everybody, its document is faulty, or it scrolls
 * sideways.
 * `npm run screenshots -- zh-CN-390-dark`: only those.
 * `npm run screenshots -- zh-CN-390-dark server-domains`: of those the ones whose names begin so.
 * `npm run screenshots -- --readme`: only the two pictures of README.md, into docs/pictures/.
 */
import { findChromium } from './chromium.mjs';
import { prepare } from './prepare.mjs';
import { root, runHere } from './step.mjs';

await prepare();
const found = await findChromium();
if ('problem' in found) {
  console.error(found.problem);
  process.exit(2);
}
const typescript = new URL('typescript.mjs', import.meta.url).href;
process.exitCode = await runHere(process.execPath, [
  ...['--import', typescript, `${root}/test/browser/screenshots.ts`],
  ...[found.path, ...process.argv.slice(2)],
]);
