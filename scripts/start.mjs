/**
 * `npm start`: makes the clone ready, and runs a platform and the simulator with the demo program until Ctrl-C.
 * `npm start -- example [flags of minigate run]`: runs a folder of examples/ against the bundled HTTPS server.
 * Nothing leaves the machine.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDemoFlags } from './demo/flags.mjs';
import { prepare } from './prepare.mjs';
import { root, runHere } from './step.mjs';

/** Its last two calls are refused on purpose, which is exit 1 for whoever runs it by hand. */
const REFUSING_EXAMPLE = 'hello-request';

const [example, ...flags] = process.argv.slice(2);
if (example === undefined || example.startsWith('-')) {
  const demoFlags = checkedFlags();
  await prepare();
  const { runDemo } = await import('./demo/demo.mjs');
  process.exit(await runDemo(demoFlags));
}
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
const asIntended = code === 1 && example === REFUSING_EXAMPLE;
if (asIntended) {
  console.error(
    `Calls 6 and 7 were refused on purpose: "${server.origin}" is listed without a port, so no URL may carry one, ` +
      'and a redirect is judged like a call of its own.',
  );
}
process.exitCode = asIntended ? 0 : code;

function checkedFlags() {
  try {
    return readDemoFlags(process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    return process.exit(2);
  }
}
