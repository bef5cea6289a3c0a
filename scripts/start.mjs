/**
 * `npm start [-- example] [flags of minigate run]`: makes the clone ready, starts the bundled HTTPS server, and runs
 * examples/hello-request, or another folder of examples/, against it. Nothing leaves the machine.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare } from './prepare.mjs';
import { root, runHere } from './step.mjs';

/** Its last two calls are refused on purpose, which is exit 1 for whoever runs it by hand. */
const FIRST_EXAMPLE = 'hello-request';

const given = process.argv.slice(2);
const named = given[0] !== undefined && !given[0].startsWith('-');
const example = named ? given[0] : FIRST_EXAMPLE;
const flags = named ? given.slice(1) : given;
if (!existsSync(join(root, 'examples', example, 'app.json'))) {
  console.error(`There is no mini program examples/${example}.`);
  process.exit(2);
}

await prepare();
const { startExampleServer } = await import('../examples/server/server.mjs');
const server = await startExampleServer();
const folder = mkdtempSync(join(tmpdir(), 'minigate-start-'));
const ca = join(folder, 'ca.pem');
writeFileSync(ca, server.caPem);
process.on('SIGINT', () => {}); // The program gets it as well and ends the run in its own way.

const run = ['packages/cli/dist/main.js', 'run', `examples/${example}`];
const code = await runHere(process.execPath, [...run, ...server.flags(ca), ...flags]);
rmSync(folder, { recursive: true });
await server.close();
const asIntended = code === 1 && example === FIRST_EXAMPLE;
if (asIntended) {
  console.error(
    `Calls 6 and 7 were refused on purpose: "${server.origin}" is listed without a port, so no URL may carry one, ` +
      'and a redirect is judged like a call of its own.',
  );
}
process.exitCode = asIntended ? 0 : code;
