import { once } from 'node:events';
import * as readline from 'node:readline';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Io } from './output.ts';
import { reasonOf, UsageError } from './usage-error.ts';

const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * The streams and signals of this process.
 *
 * Whoever reads the output may stop reading, as in `minigate run … | head`. That interrupts a run, so that
 * its HAR is written; any other command ends at once. Neither is an error.
 */
export function processIo(): Io {
  const interrupts = new Set<() => void>();
  let unread = false;

  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') {
      process.stderr.write(`minigate: The standard output cannot be written: ${reasonOf(error)}.\n`);
      process.exit(2);
    }
    if (interrupts.size === 0 && !unread) process.exit();
    unread = true;
    for (const interrupt of interrupts) interrupt();
  });
  // There is no place left to tell of it.
  process.stderr.on('error', () => {});

  return {
    stdout: process.stdout,
    stderr: process.stderr,
    get stdin() {
      return process.stdin;
    },
    env: process.env,
    get cwd() {
      return currentFolder();
    },
    onInterrupt(listener) {
      interrupts.add(listener);
      for (const signal of signals) process.once(signal, listener);
      return () => {
        interrupts.delete(listener);
        for (const signal of signals) process.off(signal, listener);
      };
    },
    onLine(listener) {
      const lines = readline.createInterface({ input: process.stdin });
      lines.on('line', listener);
      return () => {
        lines.close();
        // A terminal that nobody reads any more keeps no process alive.
        process.stdin.unref?.();
      };
    },
    askSecret,
    drained() {
      if (unread || !process.stdout.writableNeedDrain) return undefined;
      return once(process.stdout, 'drain').then(
        () => undefined,
        () => undefined,
      );
    },
  };
}

function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    throw new UsageError('The current folder does not exist any more. Change to another one.');
  }
}

async function askSecret(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const asker = createInterface({ input: process.stdin, output: unseen, terminal: true });
  asker.on('SIGINT', () => process.exit(130));
  process.stderr.write(question);
  try {
    return await asker.question('');
  } finally {
    asker.close();
    process.stderr.write('\n');
  }
}
