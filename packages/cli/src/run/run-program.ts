import { readFile } from 'node:fs/promises';
import { createMiniProgram, createRecorder, type MiniProgram, ProgramError, toHar } from '@minigate/runtime';
import { readConfig, type RunOptions, withConfig } from '../config.ts';
import type { Io } from '../output.ts';
import { UsageError } from '../usage-error.ts';
import { version } from '../version.ts';
import { HarFile } from './har-file.ts';
import { JsonReport } from './json-report.ts';
import { isInside, locate, type Location } from './location.ts';
import { Rehearsal } from './rehearsal.ts';
import type { Ending, Report } from './report.ts';
import { checkOptions, type RunSettings } from './settings.ts';
import { Tally } from './tally.ts';
import { TextReport } from './text-report.ts';

/** How many calls a HAR file holds; the oldest make room. */
const longestHar = 10_000;

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
  const report: Report = options.json === true ? new JsonReport(io) : new TextReport(io);
  const har =
    settings.har === undefined ? undefined : await HarFile.open(settings.har.path, settings.har.name);
  let program: MiniProgram;
  try {
    program = await start(location, settings, (message) => {
      report.console(message);
      return io.drained();
    });
  } catch (error) {
    await har?.discard();
    throw error instanceof ProgramError ? new UsageError(error.message) : error;
  }

  // The program's first line has not run yet: nothing is missed from here on.
  const recorder = createRecorder(program.network, har === undefined ? {} : { entries: longestHar });
  const tally = new Tally();
  recorder.watch((entry) => {
    if (tally.count(entry)) report.call(entry);
  });
  program.on('error', (fault) => {
    tally.countError();
    report.programError(fault);
  });
  program.on('unsupported', ({ name: missing }) => report.unsupported(missing));
  report.begin({
    program: name,
    debugging: settings.debugging,
    policy: settings.policy,
    policyFile: settings.policyFile,
  });
  for (const warning of [...warnings, ...settings.warnings]) report.warning(warning);

  const ended = await ending(program, settings, report, io);
  if (ended.reason === 'died') {
    tally.countError();
    report.programError({ message: ended.message, where: '', stack: '' });
  }
  await program.close();
  if (har !== undefined) {
    const creator = { name: 'minigate', version: await version() };
    await har.write(
      toHar(recorder.entries, { creator, secrets: settings.harSecrets, dropped: recorder.dropped }),
    );
  }
  report.end({ ...tally.summary(), ended: ended.reason, har: settings.har?.name });
  return tally.clean ? 0 : 1;
}

type OnConsole = NonNullable<Parameters<typeof createMiniProgram>[0]['onConsole']>;

async function start(location: Location, settings: RunSettings, onConsole: OnConsole): Promise<MiniProgram> {
  const { policy, debugging, ca, resolve, allowAddresses, proxy } = settings;
  const host = {
    policy,
    debugging,
    resolve,
    allowAddresses,
    proxy,
    onConsole,
    ...(ca === undefined ? {} : { tls: { ca } }),
  };
  if (location.file === undefined) return createMiniProgram({ directory: location.folder, ...host });
  return createMiniProgram({ source: await readFile(location.file, 'utf8'), ...host });
}

/** Rehearses, and waits for whatever ends the run first. */
async function ending(
  program: MiniProgram,
  { steps, limit }: RunSettings,
  report: Report,
  io: Io,
): Promise<{ reason: Ending; message: string }> {
  const rehearsal = new Rehearsal(steps, (step) => {
    report.rehearsed(step);
    if (step.action === 'background') program.enterBackground();
    else program.enterForeground();
  });
  let undo = () => rehearsal.stop();
  try {
    return await new Promise((resolve, reject) => {
      const end = (reason: Ending, message = '') => resolve({ reason, message });
      const timer = limit === undefined ? undefined : setTimeout(() => end('time'), limit);
      const unlisten = io.onInterrupt(() => end('interrupt'));
      const unwatch = program.on('exit', ({ reason, message }) => {
        if (reason !== 'closed') end('died', message);
      });
      undo = () => {
        rehearsal.stop();
        clearTimeout(timer);
        unlisten();
        unwatch();
      };
      rehearsal.over.then(() => program.idle()).then(() => end('idle'), reject);
    });
  } finally {
    undo();
  }
}
