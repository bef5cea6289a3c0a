import {
  createMiniProgram,
  type MiniProgram,
  type MiniProgramOptions,
  type ProgramExit,
  type ProgramFault,
} from '@minigate/runtime';
import { onTestFinished } from 'vitest';
import type { HttpsServer } from '../../../../test/support/https-server.ts';

export const policy = { appId: 'demo', version: 1, serverDomains: ['https://api.example.test'] };

/** A program under test, and what came out of it so far. */
export interface StartedProgram {
  readonly program: MiniProgram;
  /** The lines of its console, arguments joined by a space. */
  readonly lines: string[];
  readonly faults: ProgramFault[];
  readonly unsupported: string[];
  readonly exits: ProgramExit[];
  /** Waits until the console has that many lines, and gives them. */
  printed(count: number): Promise<string[]>;
  /** Waits for that many reported errors, and gives them. */
  faulted(count: number): Promise<ProgramFault[]>;
  /** Waits for the program's end. */
  readonly ended: Promise<ProgramExit>;
}

type Options = Omit<MiniProgramOptions, 'policy' | 'source' | 'directory'> & {
  readonly source?: string;
  readonly directory?: string;
  readonly policy?: MiniProgramOptions['policy'];
  /** A server that the program can reach. */
  readonly server?: HttpsServer;
};

/** Starts a program, which is closed when the test has finished. */
export async function startProgram({ server, ...options }: Options): Promise<StartedProgram> {
  const lines: string[] = [];
  const faults: ProgramFault[] = [];
  const unsupported: string[] = [];
  const exits: ProgramExit[] = [];
  const waiting = new Set<() => void>();
  const changed = () => {
    for (const check of waiting) check();
  };
  const until = <T>(list: T[], count: number) =>
    new Promise<T[]>((resolve) => {
      const check = () => {
        if (list.length < count) return;
        waiting.delete(check);
        resolve(list);
      };
      waiting.add(check);
      check();
    });
  const reach =
    server === undefined
      ? {}
      : {
          tls: { ca: server.authority.pem },
          resolve: server.resolve,
          allowAddresses: ['127.0.0.0/8'],
        };
  const program = await createMiniProgram({
    policy,
    ...reach,
    onConsole: ({ args }) => {
      lines.push(args.join(' '));
      changed();
    },
    ...options,
  } as MiniProgramOptions);
  onTestFinished(() => program.close());
  program.on('error', (fault) => {
    faults.push(fault);
    changed();
  });
  program.on('unsupported', ({ name }) => unsupported.push(name));
  const ended = new Promise<ProgramExit>((resolve) => {
    program.on('exit', (exit) => {
      exits.push(exit);
      resolve(exit);
    });
  });
  return {
    program,
    lines,
    faults,
    unsupported,
    exits,
    printed: (count) => until(lines, count),
    faulted: (count) => until(faults, count),
    ended,
  };
}

/** Runs a script until nothing is left to do, and gives what came out of it. */
export async function runSource(
  source: string,
  options: Omit<Options, 'source'> = {},
): Promise<StartedProgram> {
  const started = await startProgram({ source, ...options });
  await started.program.idle();
  return started;
}
