import { type BigIntStats, close, closeSync, constants, fstat, fstatSync, openSync, read } from 'node:fs';
import { NetworkError } from '../errors.ts';
import { notPermitted, realFile, stillNames } from './source-path.ts';

/** The file is read in pieces of this size: larger ones are no faster, and their progress is coarser. */
const pieceBytes = 256 * 1024;

/**
 * A file of the program, opened to be sent. What was opened is what is judged, measured and read: the path
 * plays no part afterwards. Rule 17.
 */
export class SourceFile {
  readonly size: number;
  readonly #descriptor: number;
  readonly #opened: BigIntStats;
  /** Work of the disk that the descriptor must outlive. */
  readonly #atWork = new Set<Promise<unknown>>();
  #closed = false;

  /**
   * @param folders the real paths of the folders that the file may be in
   * @throws NetworkError FILE_NOT_FOUND, FILE_NOT_PERMITTED for what is outside of the folders or no regular
   * file, FILE_NOT_READ
   */
  constructor(filePath: string, folders: readonly string[]) {
    const path = realFile(filePath, folders);
    // A FIFO that takes the place of the file must not make this wait, nor a link lead elsewhere.
    const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
    this.#descriptor = attempt(() => openSync(path, flags), filePath);
    try {
      this.#opened = attempt(() => fstatSync(this.#descriptor, { bigint: true }), filePath);
      if (!this.#opened.isFile() || !stillNames(path, this.#opened)) throw notPermitted(filePath);
    } catch (error) {
      closeSync(this.#descriptor);
      throw error;
    }
    this.size = Number(this.#opened.size);
  }

  /**
   * The file from its first byte to its last. A piece is valid until the next one is asked for: two buffers
   * take turns, so that the disk fills one while the other is being sent.
   *
   * @throws NetworkError FILE_CHANGED if the file is not what it was when it was opened, FILE_NOT_READ
   */
  async *pieces(): AsyncGenerator<Uint8Array, void, void> {
    const bytes = Math.min(pieceBytes, this.size);
    let filling = Buffer.allocUnsafeSlow(bytes);
    let sending = Buffer.allocUnsafeSlow(this.size > bytes ? bytes : 0);
    let ahead = this.#fill(filling, 0);
    for (let position = 0; position < this.size; ) {
      const piece = await ahead;
      if (piece instanceof NetworkError) throw piece;
      position += piece.byteLength;
      [filling, sending] = [sending, filling];
      if (position < this.size) ahead = this.#fill(filling, position);
      yield piece;
    }
    const error = await this.#unlessUnchanged();
    if (error !== undefined) throw error;
  }

  /** Gives the descriptor back, once the disk is done with it. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.all(this.#atWork);
    await new Promise<void>((resolve) => close(this.#descriptor, () => resolve()));
  }

  /** Fills the buffer, or as much of it as the file has from there. It never rejects: nobody may be waiting. */
  #fill(buffer: Uint8Array, position: number): Promise<Uint8Array | NetworkError> {
    const wanted = Math.min(buffer.byteLength, this.size - position);
    return this.#work((done) => {
      let filled = 0;
      const more = () => {
        read(this.#descriptor, buffer, filled, wanted - filled, position + filled, (error, count) => {
          filled += count;
          if (error) done(notRead(error));
          else if (count === 0 && wanted > 0) done(changed('It has become shorter.'));
          else if (filled < wanted && !this.#closed) more();
          else done(buffer.subarray(0, filled));
        });
      };
      more();
    });
  }

  #unlessUnchanged(): Promise<NetworkError | undefined> {
    return this.#work((done) => {
      fstat(this.#descriptor, { bigint: true }, (error, now) => {
        if (error) done(notRead(error));
        else if (now.size !== this.#opened.size) done(changed(`It has ${now.size} bytes now.`));
        else if (now.mtimeNs !== this.#opened.mtimeNs) done(changed('It was written to.'));
        else done(undefined);
      });
    });
  }

  #work<T>(begin: (done: (result: T | NetworkError) => void) => void): Promise<T | NetworkError> {
    if (this.#closed) return Promise.resolve(notRead(new Error('The file is closed.')));
    const work = new Promise<T | NetworkError>((resolve) => begin(resolve));
    this.#atWork.add(work);
    void work.then(() => this.#atWork.delete(work));
    return work;
  }
}

function attempt<T>(step: () => T, filePath: string): T {
  try {
    return step();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT') throw new NetworkError('FILE_NOT_FOUND', { cause });
    // ELOOP: a link has taken the place of the file. ENXIO: a socket.
    if (code === 'EACCES' || code === 'ELOOP' || code === 'ENXIO') throw notPermitted(filePath, cause);
    throw notRead(cause);
  }
}

function notRead(cause: unknown): NetworkError {
  const detail = `The file could not be read: ${cause instanceof Error ? cause.message : String(cause)}`;
  return new NetworkError('FILE_NOT_READ', { detail, cause });
}

function changed(how: string): NetworkError {
  return new NetworkError('FILE_CHANGED', {
    detail: `The file is not what it was when it was opened. ${how}`,
  });
}
