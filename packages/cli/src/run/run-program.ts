import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isPolicyFeed, type NetworkOptions, type PolicyFeed } from '@minigate/network';
import type { PolicyDocument } from '@minigate/policy';
import {
  createMiniProgram,
  createMocks,
  createRecorder,
  type Har,
  type MiniProgram,
  ProgramError,
  type Recorder,
  type RecorderLimits,
  toHar,
} from '@minigate/runtime';
import { readConfig, type RunOptions, withConfig } from '../config.ts';
import type { Io } from '../output.ts';
import { reasonOf, UsageError } from '../usage-error.ts';
import { version } from '../version.ts';
import { ending, listenForInterruption } from './ending.ts';
import { HarFile } from './har-file.ts';
import { JsonReport } from './json-report.ts';
import { isInside, locate, type Location } from './location.ts';
import type { Mocks } from './mocks.ts';
import type { Report } from './report.ts';
import { configFolder } from '../platform/config-folder.ts';
import { openPlatformPolicy } from '../platform/platform-policy.ts';
import { checkOptions, type RunSettings } from './settings.ts';
import { Tally } from './tally.ts';
import { TextReport } from './text-report.ts';

/** How many calls a HAR file holds; the oldest make room. */
const withHar: RecorderLimits = { entries: 10_000 };

/** A call is told when it ends; nobody looks at its bodies. */
const withoutHar: RecorderLimits = { entries: 1, bodies: 0, messages: 0 };

/**
 * `minigate run`: runs a mini program until nothing is left to do, `--for` is over or Ctrl-C, and tells of
 * each call as it ends.
 *
 * @param name the folder or file, as it was given
 * @returns the exit code: 0, or 1 if a call was refused or the program threw or died
 * @throws UsageError if the run cannot begin
 */
export async function runProgram(name: string, flags: RunOptions, io: Io): Promise<number> {
  const location = await locate(name, io.cwd);
  const { options, warnings } = withConfig(flags, await readConfig(io.cwd), await isInside(io.cwd, location));
  const settings = await checkOptions(options, io.cwd);
  const { policy } = settings;
  if (policy !== undefined) {
    const { policyFile, warnings: ofPolicy } = settings;
    return conduct(
      {
        name,
        location,
        settings,
        feed: policy,
        policy,
        origin: policyFile,
        warnings: [...warnings, ...ofPolicy],
      },
      io,
    );
  }
  const { feed, ...signed } = await openPlatformPolicy(options, settings, io);
  try {
    const run = { name, location, settings, feed, ...signed };
    return await conduct({ ...run, warnings: [...warnings, ...signed.warnings] }, io);
  } finally {
    await feed.close();
  }
}

interface Run {
  readonly name: string;
  readonly location: Location;
  readonly settings: RunSettings;
  /** What the network follows: the document itself, or the feed of a platform. */
  readonly feed: PolicyDocument | PolicyFeed;
  readonly policy: PolicyDocument;
  readonly origin: string | undefined;
  readonly warnings: readonly string[];
  readonly ownPorts?: readonly number[];
}

async function conduct(
  { name, location, settings, feed, policy, origin, warnings, ownPorts = [] }: Run,
  io: Io,
): Promise<number> {
  const report: Report = settings.json ? new JsonReport(io) : new TextReport(io);
  const har =
    settings.har === undefined ? undefined : await HarFile.open(settings.har.path, settings.har.name);
  const interruption = listenForInterruption(io);
  try {
    // The program of a platform is at home on this device: what is measured of its servers is kept.
    const acceleration = isPolicyFeed(feed) ? { directory: join(configFolder(io.env), 'acceleration') } : {};
    const followed = { policy: feed, acceleration, ownPorts, traceCalls: har !== undefined };
    const program = await start(location, settings, followed, (message) => {
      report.console(message);
      return io.drained();
    }).catch(async (error: unknown) => {
      await har?.discard();
      throw error instanceof ProgramError ? new UsageError(error.message) : error;
    });
    // The program's first line has not run yet: nothing is missed from here on.
    const recorder = createRecorder(program, har === undefined ? withoutHar : withHar);
    const tally = watch(program, recorder, report);
    report.begin({
      program: name,
      debugging: settings.debugging,
      policy,
      policyOrigin: origin,
    });
    for (const warning of warnings) report.warning(warning);
    if (isPolicyFeed(feed)) tellChanges(feed, policy, report);

    const ended = await ending(program, settings, report, interruption.happened);
    if (ended.reason === 'died') {
      tally.countError();
      report.programError({ message: ended.message, where: '', stack: '' });
    }
    const counted = program.network.acceleration?.counts;
    await program.close();
    const summary = { ...tally.summary(), ended: ended.reason, acceleration: counted };
    try {
      await har?.write(await harOf(recorder, settings.harSecrets));
    } catch (error) {
      report.end({ ...summary, har: undefined });
      throw error;
    }
    report.end({ ...summary, har: settings.har?.name });
    return tally.clean ? 0 : 1;
  } finally {
    interruption.ignore();
  }
}

/** Tells of everything in the program as it happens, and counts it. */
function watch(program: MiniProgram, recorder: Recorder, report: Report): Tally {
  const tally = new Tally();
  recorder.watch((entry) => {
    if (tally.count(entry)) report.call(entry);
  });
  program.on('error', (fault) => {
    tally.countError();
    report.programError(fault);
  });
  program.on('unsupported', ({ name }) => report.unsupported(name));
  return tally;
}

async function harOf({ entries, dropped }: Recorder, secrets: boolean): Promise<Har> {
  return toHar(entries, { creator: { name: 'minigate', version: await version() }, secrets, dropped });
}

type OnConsole = NonNullable<Parameters<typeof createMiniProgram>[0]['onConsole']>;

/** A new version waits for the next start, and the person who has just changed a list wonders why. */
function tellChanges(feed: PolicyFeed, inForce: PolicyDocument, report: Report): void {
  feed.on('policy', ({ policy }) => {
    if (policy.version === inForce.version) return;
    report.warning(
      `Version ${policy.version} of the policy has come. It is in force from the next start on.`,
    );
  });
}

async function start(
  location: Location,
  settings: RunSettings,
  followed: Pick<NetworkOptions, 'policy' | 'acceleration' | 'ownPorts'> & { readonly traceCalls: boolean },
  onConsole: OnConsole,
): Promise<MiniProgram> {
  const { debugging, ca, resolve, allowAddresses, proxy, mocks } = settings;
  const host = {
    ...followed,
    debugging,
    resolve,
    allowAddresses,
    proxy,
    onConsole,
    ...(ca === undefined ? {} : { tls: { ca } }),
    ...(mocks === undefined ? {} : { interpose: interposed(mocks) }),
  };
  if (location.file === undefined) return createMiniProgram({ directory: location.folder, ...host });
  return createMiniProgram({ source: await readSource(location.file), ...host });
}

function interposed({ rules, directory }: Mocks): NonNullable<NetworkOptions['interpose']> {
  const answers = createMocks({ directory });
  answers.set(rules);
  return answers.interpose;
}

async function readSource(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new ProgramError(`The file "${path}" cannot be read: ${reasonOf(error)}.`);
  }
}
