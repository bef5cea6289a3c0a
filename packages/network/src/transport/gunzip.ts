import { Transform, type TransformCallback } from 'node:stream';
import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib';
import { gzipHeaderLength } from './gzip-header.ts';

const nothing = Buffer.alloc(0);
const trailerBytes = 8;

/**
 * Decodes gzip: one member after the other, and whatever follows the last one and begins no member is
 * ignored, as browsers do. node:zlib fails there, and takes the end of the text with it. RFC 1952.
 */
export class Gunzip extends Transform {
  #state: 'header' | 'body' | 'trailer' | 'after' = 'header';
  /** A header or a trailer that is not complete. */
  #held: Buffer = nothing;
  #isFirst = true;
  #inflate: InflateRaw | undefined;
  #check = 0;
  #size = 0;

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    this.#take(chunk, done);
  }

  override _flush(done: TransformCallback): void {
    const whole = this.#state === 'after' || (this.#state === 'header' && !this.#isFirst);
    done(whole ? null : new Error('unexpected end of file'));
  }

  override _read(size: number): void {
    this.#inflate?.resume();
    super._read(size);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#inflate?.destroy();
    done(error);
  }

  #take(bytes: Buffer, done: TransformCallback): void {
    if (this.#state === 'after' || bytes.length === 0) done();
    else if (this.#state === 'body') this.#takeBody(bytes, done);
    else if (this.#state === 'header') this.#takeHeader(this.#withHeld(bytes), done);
    else this.#takeTrailer(this.#withHeld(bytes), done);
  }

  #takeHeader(bytes: Buffer, done: TransformCallback): void {
    const length = gzipHeaderLength(bytes);
    if (length === 'incomplete') {
      this.#held = bytes;
      done();
    } else if (length === 'none') {
      this.#state = 'after';
      done(this.#isFirst ? new Error('incorrect header check') : null);
    } else {
      this.#open();
      this.#take(bytes.subarray(length), done);
    }
  }

  #open(): void {
    const inflate = createInflateRaw({ chunkSize: 64 * 1024 });
    inflate.on('data', (chunk: Buffer) => {
      this.#check = crc32(chunk, this.#check);
      this.#size += chunk.length;
      if (!this.push(chunk)) inflate.pause();
    });
    inflate.on('error', (error) => this.destroy(error));
    this.#inflate = inflate;
    this.#check = 0;
    this.#size = 0;
    this.#state = 'body';
  }

  /** A member ends where bytes are left over. */
  #takeBody(bytes: Buffer, done: TransformCallback): void {
    const inflate = this.#inflate;
    if (inflate === undefined) return;
    const before = inflate.bytesWritten;
    inflate.write(bytes, (error) => {
      if (error) return;
      const used = inflate.bytesWritten - before;
      if (used === bytes.length) {
        done();
        return;
      }
      const goOn = () => {
        this.#state = 'trailer';
        this.#take(bytes.subarray(used), done);
      };
      if (inflate.readableEnded) goOn();
      else inflate.once('end', goOn);
    });
  }

  #takeTrailer(bytes: Buffer, done: TransformCallback): void {
    if (bytes.length < trailerBytes) {
      this.#held = bytes;
      done();
    } else if (bytes.readUInt32LE(0) !== this.#check || bytes.readUInt32LE(4) !== this.#size % 2 ** 32) {
      done(new Error('incorrect data check'));
    } else {
      this.#isFirst = false;
      this.#state = 'header';
      this.#take(bytes.subarray(trailerBytes), done);
    }
  }

  #withHeld(bytes: Buffer): Buffer {
    const held = this.#held;
    this.#held = nothing;
    return held.length === 0 ? bytes : Buffer.concat([held, bytes]);
  }
}
