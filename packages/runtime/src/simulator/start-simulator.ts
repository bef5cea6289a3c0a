import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { isPolicyFeed, type PolicyFeed } from '@minigate/network';
import type { HostProfile, PolicyDocument } from '@minigate/policy';
import type { SandboxLimits } from '../program-options.ts';
import { AccelerationLog } from './acceleration-log.ts';
import { apiRoutes } from './api-routes.ts';
import { CallLog } from './call-log.ts';
import { CodeFiles } from './code-files.ts';
import { ConsoleLog } from './console-log.ts';
import { Device } from './device.ts';
import { Feed } from './feed.ts';
import { FeedSocket } from './feed-socket.ts';
import { FolderWatch } from './folder-watch.ts';
import { Gate } from './gate.ts';
import { answerRequest, serverOptions } from './http-answers.ts';
import { simulatorLimits } from './limits.ts';
import { mocksFileName } from './mocks-file.ts';
import { MocksInForce } from './mocks-in-force.ts';
import { securityHeaders } from './security-headers.ts';
import { Stage, type StageNetwork } from './stage.ts';

export interface SimulatorOptions extends StageNetwork, SandboxLimits {
  /** The folder of the mini program. One that holds none, or a broken one, is shown with the reason. */
  readonly directory: string;
  /** The folder of the built pages. */
  readonly pages: string;
  /** The port on 127.0.0.1; a free one where nothing is said. */
  readonly port?: number;
  /** A document, or a feed that follows what a platform signs: a new version counts from the next call on. Rule 24. */
  readonly policy: PolicyDocument | PolicyFeed;
  /** Where the policy comes from, for people. */
  readonly policyOrigin: string;
  /** The console in which the owner of the program changes its server domains. */
  readonly consoleUrl?: string;
  /** Wins over the profile that the document names. */
  readonly profile?: HostProfile;
  /** Debugging mode at the start. Rule 8. */
  readonly debugging?: boolean;
  /** What the program is called; its folder's name where nothing is said. */
  readonly name?: string;
  /** Whether changes that other programs make to the folder start the program anew; default `true`. */
  readonly watch?: boolean;
  /** What a HAR file says of who wrote it. */
  readonly creator?: { readonly name: string; readonly version: string };
}

/** A simulator that runs a program and answers its page. */
export interface Simulator {
  /** Such as `http://127.0.0.1:7301`. */
  readonly address: string;
  /** The address with a token that lets one browser in, once. */
  readonly url: string;
  /** Another one, for another browser. */
  newUrl(): string;
  /** Ends the program, the pages and the server. */
  close(): Promise<void>;
}

/**
 * Starts a simulator: the program runs, and the page is served on this machine alone.
 *
 * @throws ProgramError if there is no such folder
 * @throws Error if the port is taken
 *
 * @example
 * const simulator = await startSimulator({
 *   directory: 'my-program',
 *   pages: 'node_modules/@minigate/web/dist/pages',
 *   policy: { appId: 'demo', version: 1, serverDomains: ['https://api.example.com'] },
 *   policyOrigin: 'this example',
 * });
 * console.log(simulator.url);
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const files = await CodeFiles.open(options.directory);
  const { policy } = options;
  if (isPolicyFeed(policy)) await policy.ready;
  const server = createServer(serverOptions);
  server.maxConnections = simulatorLimits.connections;
  server.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('The simulator has no port.');
  const address = `http://127.0.0.1:${bound.port}`;

  const kept = await mkdtemp(join(tmpdir(), 'minigate-simulator-'));
  const gate = new Gate(address);
  const feed = new Feed();
  const lines = new ConsoleLog(feed);
  const calls = new CallLog(feed);
  const device = new Device(feed, options.debugging ?? false);
  const mocks = new MocksInForce(files, feed);
  const acceleration = new AccelerationLog(feed);
  const stage = new Stage(
    {
      ...options,
      name: options.name ?? basename(files.path),
      consoleUrl: options.consoleUrl,
      profile: options.profile,
      network: networkOf(options, bound.port, kept),
      storageDirectory: join(kept, 'storage'),
      userDirectory: join(kept, 'user'),
    },
    { feed, calls, lines, device, mocks, acceleration },
  );
  const watch = new FolderWatch(files, {
    async onChange(paths) {
      for (const path of paths) feed.change(`file ${path}`, () => ({ kind: 'files', changed: [path] }));
      if (paths.includes(mocksFileName)) await mocks.read();
      if (paths.some(isOfProgram)) await stage.restart();
    },
    onFault: (message) => stage.say('error', message),
  });
  const routes = apiRoutes({
    gate,
    stage,
    device,
    calls,
    lines,
    files,
    watch,
    mocks,
    creator: options.creator ?? { name: 'minigate', version: '0' },
  });
  const headers = securityHeaders(new URL(address).host);
  const serving = { gate, routes, pages: options.pages, headers };
  const pages = new FeedSocket(gate, feed, lines);
  server.on('request', (request, response) => void answerRequest(serving, request, response));
  server.on('upgrade', (request, socket, head) => pages.upgrade(request, socket, head));

  await mocks.read();
  await watch.start(options.watch ?? true);
  await stage.restart();

  const urlOf = (token: string) => `${address}/#token=${token}`;
  const first = urlOf(gate.newToken());
  let closing: Promise<void> | undefined;
  const shutDown = async () => {
    watch.close();
    pages.close();
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await Promise.all([closed, stage.close()]);
    acceleration.close();
    feed.close();
    await rm(kept, { recursive: true, force: true });
  };
  return {
    address,
    url: first,
    newUrl: () => urlOf(gate.newToken()),
    close: () => (closing ??= shutDown()),
  };
}

/** What a cold start reads. */
function isOfProgram(path: string): boolean {
  return /\.(js|json)$/.test(path) && path !== mocksFileName;
}

/**
 * Where the page listens is not for programs. What is measured of servers outlasts a cold start, but not the simulator:
 * its link is no real one.
 */
function networkOf(
  {
    tls,
    resolve,
    allowAddresses,
    ownPorts = [],
    proxy,
    interfaces,
    discovery,
    acceleration,
  }: SimulatorOptions,
  port: number,
  kept: string,
): StageNetwork {
  return {
    acceleration: { directory: join(kept, 'acceleration'), ...acceleration },
    ownPorts: [port, ...ownPorts],
    ...(tls && { tls }),
    ...(resolve && { resolve }),
    ...(allowAddresses && { allowAddresses }),
    ...(proxy !== undefined && { proxy }),
    ...(interfaces && { interfaces }),
    ...(discovery && { discovery }),
  };
}
