import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { PolicyFeed } from '@minigate/network';
import type { PolicyDocument } from '@minigate/policy';
import { ProgramError } from '@minigate/runtime';
import { type Simulator, startSimulator } from '@minigate/runtime/simulator';
import { readConfig, type RunOptions, withConfig } from '../config.ts';
import { colorsFor, type Io, printable } from '../output.ts';
import { pagesFolder } from '../pages-folder.ts';
import { openPlatformPolicy } from '../platform/platform-policy.ts';
import { isInside, locate, type Location } from '../run/location.ts';
import { checkOptions, type RunSettings } from '../run/settings.ts';
import { reasonOf, UsageError } from '../usage-error.ts';
import { version } from '../version.ts';

/** What `minigate dev` may be told by flags. */
export interface DevOptions extends Omit<RunOptions, 'for' | 'at' | 'har' | 'harSecrets' | 'json'> {
  readonly port?: string;
  readonly watch?: boolean;
}

const ofRuns: ReadonlySet<string> = new Set<keyof RunOptions>(['for', 'at', 'har', 'harSecrets', 'json']);

/**
 * `minigate dev`: runs a mini program in the simulator until it is told to end.
 *
 * @param name the folder, as it was given
 * @returns the exit code 0
 * @throws UsageError if the simulator cannot start
 */
export async function devProgram(
  name: string,
  { port, watch, ...flags }: DevOptions,
  io: Io,
): Promise<number> {
  const location = await locate(name, io.cwd);
  await requireProgram(name, location);
  const config = await readConfig(io.cwd);
  const { options, warnings } = withConfig(flags, config, await isInside(io.cwd, location));
  // How a run goes, and what it writes, is of no concern here.
  const kept = Object.entries(options).filter(([field]) => !ofRuns.has(field));
  const settings = await checkOptions(Object.fromEntries(kept), io.cwd);
  const stage = { name, location, settings, port: checkPort(port), watch: watch ?? true };
  const { policy, policyFile } = settings;
  if (policy !== undefined) {
    return serve(
      { ...stage, policy, origin: policyFile ?? '--domain', warnings: [...warnings, ...settings.warnings] },
      io,
    );
  }
  const { feed, issuer, ...signed } = await openPlatformPolicy(options, settings, io);
  try {
    const { ownPorts } = signed;
    const ofPlatform = { policy: feed, origin: issuer, consoleUrl: `${issuer}/console`, ownPorts };
    return await serve({ ...stage, ...ofPlatform, warnings: [...warnings, ...signed.warnings] }, io);
  } finally {
    await feed.close();
  }
}

interface Stage {
  readonly name: string;
  readonly location: Location;
  readonly settings: RunSettings;
  readonly port: number;
  readonly watch: boolean;
  readonly policy: PolicyDocument | PolicyFeed;
  readonly origin: string;
  readonly consoleUrl?: string;
  readonly ownPorts?: readonly number[];
  readonly warnings: readonly string[];
}

async function serve(stage: Stage, io: Io): Promise<number> {
  const told = new Promise<void>((resolve) => io.onInterrupt(resolve));
  const simulator = await start(stage);
  const { bold, dim, yellow } = colorsFor(io.stdout, io.env);
  const say = (text: string) => void io.stdout.write(`${text}\n`);
  for (const warning of stage.warnings) say(`  ${yellow('!')} ${printable(warning)}`);
  say(`\n  Simulator of ${printable(stage.name)}  ${bold(simulator.url)}`);
  say(`  ${dim('The address works once · Enter for another one · Ctrl-C ends it')}\n`);
  const ignoreLines = io.onLine(() => say(`  ${bold(simulator.newUrl())}`));
  await told;
  ignoreLines();
  await simulator.close();
  return 0;
}

async function start(stage: Stage): Promise<Simulator> {
  const { location, settings, port, watch, policy, origin, consoleUrl, ownPorts } = stage;
  const { debugging, ca, resolve, allowAddresses, proxy } = settings;
  try {
    return await startSimulator({
      directory: location.folder,
      pages: pagesFolder(),
      port,
      watch,
      policy,
      policyOrigin: origin,
      debugging,
      resolve,
      allowAddresses,
      creator: { name: 'minigate', version: await version() },
      ...(consoleUrl !== undefined && { consoleUrl }),
      ...(ownPorts !== undefined && { ownPorts }),
      ...(proxy !== undefined && { proxy }),
      ...(ca !== undefined && { tls: { ca } }),
    });
  } catch (error) {
    if (error instanceof ProgramError) throw new UsageError(error.message);
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code === 'EADDRINUSE') {
      throw new UsageError(
        `Port ${port} is taken by another program. End that one, or name another port with --port.`,
      );
    }
    throw new UsageError(`The simulator cannot start: ${reasonOf(error)}.`);
  }
}

/** A program that is broken is shown with the reason; a folder that is none was named by mistake. */
async function requireProgram(name: string, { folder, file }: Location): Promise<void> {
  if (file !== undefined) {
    throw new UsageError(`"${name}" is one file. Name the folder of a mini program, which has its app.json.`);
  }
  for (const marker of ['app.json', 'project.config.json']) {
    const found = await access(join(folder, marker)).then(
      () => true,
      () => false,
    );
    if (found) return;
  }
  throw new UsageError(`"${name}" holds no mini program: there is no app.json. Name the folder that has it.`);
}

function checkPort(text: string | undefined): number {
  if (text === undefined) return 0;
  if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text);
  throw new UsageError(`--port "${text}" is no port. Write a number from 0 to 65535; 0 takes a free one.`);
}
