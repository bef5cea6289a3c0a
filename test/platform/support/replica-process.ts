import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { TestDatabase } from '../../../packages/platform/test/support/databases.ts';

/** A platform in a process of its own. */
export interface Replica {
  /** Where it listens, such as `http://127.0.0.1:7300`. */
  readonly address: string;
  /** SIGKILL: it does nothing more. Resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM: it ends what it has begun. Resolves with its exit code. */
  stop(): Promise<number | null>;
}

const script = fileURLToPath(new URL('./replica.mjs', import.meta.url));

/**
 * Starts a platform on a database, which others may use too. It is killed after the test.
 *
 * @throws Error with what it said last, if it ends before it listens
 */
export async function startReplica(
  { environment }: TestDatabase,
  settings: Readonly<Record<string, string>> = {},
): Promise<Replica> {
  const { child, exit } = launch({ ...environment, ...settings });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exit;
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4000)));
  const ready = await Promise.race([once(child, 'message'), exit]);
  if (!Array.isArray(ready)) throw new Error(`The replica did not start: ${said}`);
  const [{ address }] = ready as [{ address: string }];
  return {
    address,
    async kill() {
      child.kill('SIGKILL');
      await exit;
    },
    stop() {
      child.kill('SIGTERM');
      return exit;
    },
  };
}

/** Starts a platform on a database, and kills it after a time, however far it has come. */
export async function killWhileStarting({ environment }: TestDatabase, milliseconds: number): Promise<void> {
  const { child, exit } = launch(environment);
  await delay(milliseconds);
  child.kill('SIGKILL');
  await exit;
}

function launch(environment: Readonly<Record<string, string>>) {
  const child = fork(script, {
    env: { MINIGATE_PORT: '0', MINIGATE_LOG: 'error', ...environment },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, exit };
}
