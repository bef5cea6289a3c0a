import { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import type { Io } from '../src/output.ts';

/** Streams that remember what was written, and a Ctrl-C that a test can press. */
export class TestIo implements Io {
  readonly env: Record<string, string> = {};
  readonly cwd: string;
  #out = '';
  #err = '';
  #listener: (() => void) | undefined;
  #onLine: (() => void) | undefined;

  constructor(cwd = process.cwd()) {
    this.cwd = cwd;
  }

  readonly stdout = { columns: 100, write: (text: string) => void (this.#out += text) };
  /** What a test gives the command to read. */
  stdin: AsyncIterable<Uint8Array | string> = Readable.from([]);
  readonly stderr = { write: (text: string) => void (this.#err += text) };

  /** What a person reads, without colours. */
  get out(): string {
    return stripVTControlCharacters(this.#out);
  }

  get rawOut(): string {
    return this.#out;
  }

  get err(): string {
    return this.#err;
  }

  /** The lines of `--json`. */
  get json(): Record<string, unknown>[] {
    return this.#out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  onInterrupt(listener: () => void): () => void {
    this.#listener = listener;
    return () => (this.#listener = undefined);
  }

  /** What a test types when it is asked. */
  typed: string | undefined;

  async askSecret(question: string): Promise<string | undefined> {
    this.#err += question;
    return this.typed;
  }

  onLine(listener: () => void): () => void {
    this.#onLine = listener;
    return () => (this.#onLine = undefined);
  }

  drained(): undefined {}

  pressEnter(): void {
    if (this.#onLine === undefined) throw new Error('Nobody reads the standard input.');
    this.#onLine();
  }

  pressCtrlC(): void {
    if (this.#listener === undefined) throw new Error('Nobody listens to Ctrl-C.');
    this.#listener();
  }
}
