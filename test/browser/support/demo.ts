import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../../scripts/start.mjs', import.meta.url));

/** What `npm start` runs: a platform, a simulator with the demo program, and its backend. */
export interface Demo {
  readonly console: string;
  readonly email: string;
  readonly password: string;
  /** An address of the simulator that lets one browser in. */
  simulator(): Promise<string>;
  close(): Promise<void>;
}

/** Starts it with fresh data, on free ports. */
export async function startDemo(): Promise<Demo> {
  const data = await mkdtemp(join(tmpdir(), 'minigate-demo-'));
  const words = ['--data', data, '--platform-port', '0', '--simulator-port', '0'];
  const child = spawn(process.execPath, [script, ...words], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const seen: string[] = [];
  const told = lines[Symbol.asyncIterator]();
  const next = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const { value, done } = await told.next();
      if (done === true) throw new Error(`npm start ended, having said: ${seen.join('\n')}`);
      seen.push(value);
      const found = pattern.exec(value)?.[1];
      if (found !== undefined) return found;
    }
  };
  const address = await next(/Console\s+(http:\S+)/);
  const signIn = await next(/sign in as (.+)/);
  const [, email = '', password = ''] = /(\S+) with the password (\S+)/.exec(signIn) ?? [];
  let simulator: string | undefined = await next(/Simulator\s+(http:\S+)/);
  await next(/(Ctrl-C)/);
  return {
    console: address,
    email,
    password,
    async simulator() {
      const first = simulator;
      simulator = undefined;
      if (first !== undefined) return first;
      child.stdin.write('\n');
      return next(/Simulator\s+(http:\S+)/);
    },
    async close() {
      await ended(child);
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'close');
}
