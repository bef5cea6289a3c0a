import { randomBytes } from 'node:crypto';
import { close, openSync, renameSync, unlinkSync, writev } from 'node:fs';
import { dirname, join } from 'node:path';
import { networkLimits } from '../limits.ts';

/** Bytes are handed to the disk in pieces of at least this size. */
const batchBytes = 1024 * 1024;
/** Above this the sender is asked to pause, below half of it to go on. */
const pauseBytes = networkLimits.fileBacklog;

interface FileSinkOptions {
  /** Where the file is to be in the end. */
  readonly place: string;
  /** There is room again after `write` answered false. */
  readonly onDrain: () => void;
  /** Writing failed; nothing is called afterwards. */
  readonly onError: (error: Error) => void;
}

/**
 * A file that appears whole or not at all: bytes go to a part file beside its place, and `commit` renames
 * it. Whatever was at the place before stays until then. Rule 16.
 */
export class FileSink {
  readonly #options: FileSinkOptions;
  readonly #part: string;
  readonly #descriptor: number;
  #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #writingBytes = 0;
  #paused = false;
  #whenFlushed: (() => void) | undefined;
  #whenIdle: (() => void) | undefined;
  #ended = false;

  /** @throws Error of node:fs if the part file cannot be made */
  constructor(options: FileSinkOptions) {
    this.#options = options;
    this.#part = join(dirname(options.place), `.${randomBytes(16).toString('hex')}.part`);
    this.#descriptor = openSync(this.#part, 'wx', 0o600);
  }

  /** Takes the chunk; `false` asks to pause until `onDrain`. */
  write(chunk: Uint8Array): boolean {
    this.#queue.push(chunk);
    this.#queuedBytes += chunk.byteLength;
    if (this.#writingBytes === 0 && this.#queuedBytes >= batchBytes) this.#flush();
    this.#paused = this.#queuedBytes + this.#writingBytes >= pauseBytes;
    return !this.#paused;
  }

  /** Calls back when every byte is with the operating system. */
  end(flushed: () => void): void {
    this.#whenFlushed = flushed;
    if (this.#writingBytes === 0) this.#flush();
  }

  /** Makes the file appear at its place, in one step. @throws Error of node:fs */
  commit(): void {
    renameSync(this.#part, this.#options.place);
    this.#ended = true;
    close(this.#descriptor, () => undefined);
  }

  /** Removes the part file before it returns, and closes it once the disk has let go of it. */
  async discard(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#queue = [];
    this.#remove();
    if (this.#writingBytes > 0) await new Promise<void>((resolve) => (this.#whenIdle = resolve));
    await new Promise<void>((resolve) => close(this.#descriptor, () => resolve()));
  }

  /** The folder may be gone, and the part file with it. */
  #remove(): void {
    try {
      unlinkSync(this.#part);
    } catch {
      // Then there is nothing to remove.
    }
  }

  #flush(): void {
    if (this.#queuedBytes === 0) {
      this.#whenFlushed?.();
      return;
    }
    const batch = this.#queue;
    this.#writingBytes = this.#queuedBytes;
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#write(batch);
  }

  #write(batch: Uint8Array[]): void {
    writev(this.#descriptor, batch, (error, written) => {
      if (this.#ended) {
        this.#writingBytes = 0;
        this.#whenIdle?.();
      } else if (error) {
        this.#writingBytes = 0;
        this.#options.onError(error);
      } else if (written < this.#writingBytes) {
        this.#writingBytes -= written;
        this.#write(rest(batch, written));
      } else {
        this.#writingBytes = 0;
        this.#afterWrite();
      }
    });
  }

  #afterWrite(): void {
    if (this.#whenFlushed !== undefined || this.#queuedBytes >= batchBytes) this.#flush();
    if (this.#paused && this.#queuedBytes + this.#writingBytes <= pauseBytes / 2) {
      this.#paused = false;
      this.#options.onDrain();
    }
  }
}

/** What is left of a batch when the disk took only its first bytes. */
function rest(batch: readonly Uint8Array[], written: number): Uint8Array[] {
  const left: Uint8Array[] = [];
  let skip = written;
  for (const chunk of batch) {
    if (skip >= chunk.byteLength) {
      skip -= chunk.byteLength;
    } else {
      left.push(skip === 0 ? chunk : chunk.subarray(skip));
      skip = 0;
    }
  }
  return left;
}
