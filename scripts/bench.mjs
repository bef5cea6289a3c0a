/** `npm run bench [-- name…]`: runs benchmarks/<name>.bench.ts, or all of them, one after the other. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { prepare } from './prepare.mjs';
import { root, runHere } from './step.mjs';

const ENDING = '.bench.ts';

const known = readdirSync(join(root, 'benchmarks'))
  .filter((file) => file.endsWith(ENDING))
  .map((file) => file.slice(0, -ENDING.length))
  .toSorted();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark "${unknown.join('", "')}"; there are: ${known.join(', ') || 'none'}.`);
  process.exit(2);
}

await prepare();
for (const name of wanted.length > 0 ? wanted : known) {
  console.log(`\n# ${name}`);
  const options = ['--expose-gc', '--import', new URL('typescript.mjs', import.meta.url).href];
  const code = await runHere(process.execPath, [...options, `benchmarks/${name}${ENDING}`]);
  if (code !== 0) process.exitCode = 1;
}
