/** `npm start`: a platform, a backend and a simulator that runs examples/demo, all on this machine. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { createPolicyFeed, fetchSigner } from '@minigate/network';
import { startSimulator } from '@minigate/runtime/simulator';
import { startExampleServer } from '../../examples/server/server.mjs';
import { root } from '../step.mjs';
import { PLATFORM_PORT, SIMULATOR_PORT } from './flags.mjs';
import { takeFolder } from './only-once.mjs';
import { startDemoPlatform } from './platform.mjs';

const pages = join(root, 'packages/web/dist/pages');

/**
 * Runs the demo until Ctrl-C.
 *
 * @param {ReturnType<typeof import('./flags.mjs').readDemoFlags>} flags
 * @returns {Promise<number>} the exit code
 */
export async function runDemo(flags) {
  const told = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve);
  });
  const isFirst = !existsSync(join(flags.data, 'minigate.db'));
  const ends = [];
  try {
    ends.push(takeFolder(flags.data));
    const { platform, simulator } = await startAll(flags, ends);
    tell({ platform, simulator, isFirst, data: flags.data });
    const lines = createInterface({ input: process.stdin });
    lines.on('line', () => console.log(`  Simulator  ${bold(simulator.newUrl())}`));
    ends.push(() => lines.close());
    await told;
    return 0;
  } catch (error) {
    console.error(sentenceOf(error, flags));
    return 2;
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}

async function startAll({ data, platformPort, simulatorPort }, ends) {
  const server = await startExampleServer();
  ends.push(() => server.close());
  const serverDomains = [server.origin];
  // No DNS knows the bundled server: the simulator and the domain check of the platform are told where it is.
  const { resolve, caPem: ca } = server;
  const surroundings = { resolve, ca, allowAddresses: ['127.0.0.0/8'] };
  const platform = await startOn(platformPort, (port) =>
    startDemoPlatform({ data, port, pages, serverDomains, surroundings }),
  );
  ends.push(() => platform.close());
  const { address: issuer, appId } = platform;
  const signer = await fetchSigner({ issuer, appId });
  if (!signer.ok) throw new Error(signer.fault.message);
  const feed = createPolicyFeed({ issuer, appId, thumbprint: signer.thumbprint });
  ends.push(() => feed.close());
  const simulator = await startOn(simulatorPort, (port) =>
    startSimulator({
      directory: join(root, 'examples/demo'),
      pages,
      port,
      policy: feed,
      policyOrigin: issuer,
      consoleUrl: `${issuer}/console`,
      tls: { ca },
      resolve,
      allowAddresses: surroundings.allowAddresses,
      ownPorts: [Number(new URL(issuer).port)],
    }),
  );
  ends.push(() => simulator.close());
  return { platform, simulator };
}

/** On a free port, where another program has the usual one. */
async function startOn(port, start) {
  try {
    return await start(port);
  } catch (error) {
    if (error?.code !== 'EADDRINUSE' || ![PLATFORM_PORT, SIMULATOR_PORT].includes(port)) throw error;
    return start(0);
  }
}

function tell({ platform, simulator, isFirst, data }) {
  const { address, email, password } = platform;
  const place = relative(root, data).startsWith('..') ? data : relative(root, data);
  console.log(`
  Console    ${bold(`${address}/console`)}
             sign in as ${bold(email)} with the password ${bold(password)}
  Simulator  ${bold(simulator.url)}
             runs examples/demo; the address works once, Enter prints another one

  The data is in ${place}${isFirst ? '' : ', as you left it'}; the password is a new one at each start. Ctrl-C ends everything.
`);
}

function bold(text) {
  const isPlain = !process.stdout.isTTY || process.env.NO_COLOR;
  return isPlain ? text : `\u001b[1m${text}\u001b[22m`;
}

function sentenceOf(error, { data }) {
  if (error?.code === 'EADDRINUSE') return `Port ${error.port} is taken by another program.`;
  if (error?.code === 'RUNS_ALREADY') {
    return `The demo runs already with the data in ${data}. Use that one, or end it with Ctrl-C; to have another one, name another folder with --data.`;
  }
  const reason = error instanceof Error ? error.message : String(error);
  return `The demo cannot start: ${reason}\nIf its data is damaged, remove ${data} and start again.`;
}
