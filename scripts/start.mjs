/**
 * `npm start [-- flags of minigate run]`: makes the clone ready, starts the bundled HTTPS server, and runs
 * examples/hello-request against it. Nothing leaves the machine.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare } from './prepare.mjs';
import { runHere } from './step.mjs';

await prepare();
const { startExampleServer } = await import('../examples/server/server.mjs');
const server = await startExampleServer();
const folder = mkdtempSync(join(tmpdir(), 'minigate-start-'));
const ca = join(folder, 'ca.pem');
writeFileSync(ca, server.caPem);
process.on('SIGINT', () => {}); // The program gets it as well and ends the run in its own way.

const run = ['packages/cli/dist/main.js', 'run', 'examples/hello-request'];
const code = await runHere(process.execPath, [...run, ...server.flags(ca), ...process.argv.slice(2)]);
rmSync(folder, { recursive: true });
await server.close();
if (code === 1) {
  console.error(
    `\nCalls 6 and 7 were refused on purpose: "${server.origin}" is listed without a port, so no URL may carry one, ` +
      'and a redirect is judged like a call of its own.',
  );
}
process.exitCode = code === 1 ? 0 : code;
