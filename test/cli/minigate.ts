import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built command: what somebody gets who installs it. */
const command = fileURLToPath(new URL('../../packages/cli/dist/main.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One `minigate` process. Its output is a pipe, so it has no colours. */
export class Minigate {
  /** Settles when the process has ended and its output was read. */
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<string, () => void>();
  #stdout = '';
  #stderr = '';

  /** @param options.input `open`: somebody sits before it and may press Enter */
  constructor(
    args: readonly string[],
    cwd: string,
    { input = 'ended', env = {} }: { input?: 'ended' | 'open'; env?: Readonly<Record<string, string>> } = {},
  ) {
    const child = spawn(process.execPath, [command, ...args], {
      cwd,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child = child;
    if (input === 'ended') child.stdin.end();
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
      for (const [wanted, tell] of this.#waiting) if (this.#stdout.includes(wanted)) tell();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    this.ended = new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) =>
        resolve({ code, signal, stdout: this.#stdout, stderr: this.#stderr }),
      );
    });
  }

  /** The standard output so far. */
  get shown(): string {
    return this.#stdout;
  }

  /** Waits until the text was written to the standard output. */
  said(text: string): Promise<void> {
    if (this.#stdout.includes(text)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.set(text, resolve));
  }

  /** Waits until more was written to the standard output. */
  saidMore(): Promise<void> {
    const before = this.#stdout.length;
    return new Promise((resolve) => {
      const check = () => {
        if (this.#stdout.length === before) return;
        this.#child.stdout?.off('data', check);
        resolve();
      };
      this.#child.stdout?.on('data', check);
    });
  }

  pressEnter(): void {
    this.#child.stdin?.write('\n');
  }

  kill(signal: 'SIGINT' | 'SIGTERM'): void {
    this.#child.kill(signal);
  }

  /** Reads no more of the standard output, as `head` when it has its lines. */
  stopReading(): void {
    this.#child.stdout?.destroy();
  }
}

/** Runs a command to its end. */
export function minigate(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return new Minigate(args, cwd, { env }).ended;
}

/** Writes files below a folder, which are named by their paths. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
