import type { MiniProgram } from '@minigate/runtime';
import type { Io } from '../output.ts';
import { Rehearsal } from './rehearsal.ts';
import type { Ending, Report } from './report.ts';
import type { RunSettings } from './settings.ts';

/** Keeps the first Ctrl-C from ending the process, so that a run can end in its own way. */
export function listenForInterruption(io: Io): { happened: Promise<void>; ignore: () => void } {
  let tell = () => {};
  const happened = new Promise<void>((resolve) => (tell = resolve));
  return { happened, ignore: io.onInterrupt(() => tell()) };
}

/** Rehearses, and waits for whatever ends the run first. */
export async function ending(
  program: MiniProgram,
  { steps, limit }: Pick<RunSettings, 'steps' | 'limit'>,
  report: Report,
  interrupted: Promise<void>,
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
      const unwatch = program.on('exit', ({ reason, message }) => {
        if (reason !== 'closed') end('died', message);
      });
      undo = () => {
        rehearsal.stop();
        clearTimeout(timer);
        unwatch();
      };
      void interrupted.then(() => end('interrupt'));
      rehearsal.over.then(() => program.idle()).then(() => end('idle'), reject);
    });
  } finally {
    undo();
  }
}
