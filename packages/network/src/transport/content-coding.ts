import * as zlib from 'node:zlib';
import type { Transform } from 'node:stream';
import { NetworkError } from '../errors.ts';
import { networkLimits } from '../limits.ts';
import { Gunzip } from './gunzip.ts';

type Coding = 'gzip' | 'deflate' | 'br';

export interface ContentDecoderOptions {
  /** Decoded bytes that are let through; with one more the body fails. */
  readonly limit: number;
  /** Every piece is given as soon as it can be decoded; by default a small body is decoded in one go. */
  readonly streamed?: boolean;
  /** What a body beyond the limit fails with. */
  tooLarge(): NetworkError;
  /** A piece of the decoded body; it may be kept. `false` asks for a pause until `resume`. */
  onData(chunk: Uint8Array): boolean;
  /** After `write` gave `false`: more can be taken. */
  onDrain(): void;
  /** `onEnd` or `onError` is the last call and comes once; after `cancel` nothing comes. */
  onEnd(): void;
  onError(error: NetworkError): void;
}

/** Takes a body as it came over the wire, and gives it as it was meant. */
export interface ContentDecoder {
  /** `false`: wait for `onDrain` before the next piece. */
  write(chunk: Uint8Array): boolean;
  end(): void;
  /** Ends the pause that `onData` asked for. */
  resume(): void;
  cancel(): void;
}

/** A body that is complete within so many bytes is decoded at once, without a stream. */
const heldBytes = 64 * 1024;
/** What decoding at once may give; a body that swells to more goes through a stream. */
const atOnceBytes = 1024 * 1024;

/**
 * A decoder for the value of a Content-Encoding header: gzip, x-gzip, deflate (with and without the zlib
 * wrapper), br, identity, and lists of up to four. A body in any other coding passes through untouched. No
 * more than `limit` bytes come out of any stage, so that a compressed bomb costs neither memory nor time.
 * Rule 15; RFC 9110, 8.4.
 *
 * A truncated or malformed body fails with CONTENT_DECODING_FAILED; a body without a single byte is empty.
 *
 * @example
 * const decoder = createContentDecoder('gzip', {
 *   limit: 1_000_000,
 *   tooLarge: () => new NetworkError('RESPONSE_TOO_LARGE'),
 *   onData: (chunk) => file.write(chunk),
 *   onDrain: () => exchange.resume(),
 *   onEnd: () => file.end(),
 *   onError: (error) => file.destroy(error),
 * });
 */
export function createContentDecoder(
  encoding: string | undefined,
  options: ContentDecoderOptions,
): ContentDecoder {
  const codings = encoding === undefined ? [] : parseCodings(encoding);
  return codings.length === 0 ? new Untouched(options) : chain(codings, options);
}

/** The codings in the order in which they were applied; empty where nothing is to be decoded. */
function parseCodings(encoding: string): Coding[] {
  const codings: Coding[] = [];
  for (const part of encoding.split(',')) {
    const name = part.trim().toLowerCase();
    if (name === 'gzip' || name === 'x-gzip') codings.push('gzip');
    else if (name === 'deflate' || name === 'br') codings.push(name);
    else if (name !== '' && name !== 'identity') return [];
  }
  return codings.length > networkLimits.contentCodings ? [] : codings;
}

/** The last coding applied is the first to be undone; its output is the input of the others. */
function chain(codings: Coding[], options: ContentDecoderOptions): ContentDecoder {
  const coding = codings.at(-1);
  if (coding === undefined) return new Untouched(options);
  if (codings.length === 1) return new Coded(coding, options);
  const rest = chain(codings.slice(0, -1), {
    ...options,
    onDrain: () => first.resume(),
    onError(error) {
      first.cancel();
      options.onError(error);
    },
  });
  const first = new Coded(coding, {
    ...options,
    onData: (chunk) => rest.write(chunk),
    onEnd: () => rest.end(),
    onError(error) {
      rest.cancel();
      options.onError(error);
    },
  });
  return {
    write: (chunk) => first.write(chunk),
    end: () => first.end(),
    resume: () => rest.resume(),
    cancel() {
      first.cancel();
      rest.cancel();
    },
  };
}

/** What both kinds share: one ending, and no byte past the limit. */
abstract class Limited {
  protected readonly options: ContentDecoderOptions;
  protected over = false;
  #passed = 0;

  constructor(options: ContentDecoderOptions) {
    this.options = options;
  }

  cancel(): void {
    this.over = true;
  }

  /** Lets a decoded piece through, or fails with the limit; `false` asks for a pause. */
  protected pass(chunk: Uint8Array): boolean {
    this.#passed += chunk.byteLength;
    if (this.#passed <= this.options.limit) return this.options.onData(chunk);
    this.fail(this.options.tooLarge());
    return false;
  }

  protected finish(): void {
    if (this.over) return;
    this.over = true;
    this.options.onEnd();
  }

  protected fail(error: NetworkError): void {
    if (this.over) return;
    this.cancel();
    this.options.onError(error);
  }
}

class Untouched extends Limited implements ContentDecoder {
  write(chunk: Uint8Array): boolean {
    return this.over ? true : this.pass(chunk);
  }

  end(): void {
    this.finish();
  }

  resume(): void {
    if (!this.over) this.options.onDrain();
  }
}

class Coded extends Limited implements ContentDecoder {
  readonly #coding: Coding;
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #stream: Transform | undefined;
  /** Every byte has been written. */
  #ended = false;
  /** Every byte has been decoded. What is written after that belongs to no stream and is ignored. */
  #decoded = false;
  #endsOnResume = false;

  constructor(coding: Coding, options: ContentDecoderOptions) {
    super(options);
    this.#coding = coding;
  }

  write(chunk: Uint8Array): boolean {
    if (this.over || this.#decoded) return true;
    if (this.#stream !== undefined) return this.#stream.write(chunk);
    this.#held.push(chunk);
    this.#heldBytes += chunk.byteLength;
    if (this.options.streamed !== true && this.#heldBytes <= heldBytes) return true;
    const held = this.#release();
    return this.#open(held).write(held);
  }

  end(): void {
    if (this.over) return;
    this.#ended = true;
    if (this.#decoded) this.finish();
    else if (this.#stream !== undefined) this.#stream.end();
    else if (this.#heldBytes === 0) this.finish();
    else this.#decodeAtOnce(this.#release());
  }

  resume(): void {
    if (this.#endsOnResume) this.finish();
    else this.#stream?.resume();
  }

  override cancel(): void {
    super.cancel();
    this.#held = [];
    this.#stream?.destroy();
  }

  #decodeAtOnce(body: Buffer): void {
    const maxOutputLength = Math.min(atOnceBytes, this.options.limit);
    let decoded: Buffer;
    try {
      decoded = decoderFor(this.#coding, body).atOnce(body, { maxOutputLength });
    } catch (error) {
      // A larger body is let through piece by piece, and a stream knows what follows a gzip member.
      if (error instanceof RangeError || this.#coding === 'gzip') this.#open(body).end(body);
      else this.#failDecoding(error);
      return;
    }
    if (this.pass(decoded)) this.finish();
    else this.#endsOnResume = true;
  }

  #open(start: Buffer): Transform {
    const stream = decoderFor(this.#coding, start).open();
    this.#stream = stream;
    stream.on('data', (chunk: Buffer) => {
      if (!this.over && !this.pass(chunk)) stream.pause();
    });
    stream.on('drain', () => {
      if (!this.over) this.options.onDrain();
    });
    stream.on('end', () => {
      this.#decoded = true;
      if (this.#ended) this.finish();
      else if (!this.over) this.options.onDrain();
    });
    stream.on('error', (error) => this.#failDecoding(error));
    return stream;
  }

  #failDecoding(cause: unknown): void {
    const found = cause instanceof Error ? cause.message : String(cause);
    const detail = `The body cannot be decoded as ${this.#coding}: ${found}.`;
    this.fail(new NetworkError('CONTENT_DECODING_FAILED', { detail, cause }));
  }

  #release(): Buffer {
    const held = Buffer.concat(this.#held);
    this.#held = [];
    return held;
  }
}

function decoderFor(coding: Coding, body: Buffer) {
  const options = { chunkSize: 64 * 1024 };
  if (coding === 'gzip') return { open: () => new Gunzip(), atOnce: zlib.gunzipSync };
  if (coding === 'br') {
    return { open: () => zlib.createBrotliDecompress(options), atOnce: zlib.brotliDecompressSync };
  }
  return hasZlibWrapper(body)
    ? { open: () => zlib.createInflate(options), atOnce: zlib.inflateSync }
    : { open: () => zlib.createInflateRaw(options), atOnce: zlib.inflateRawSync };
}

/** RFC 1950, 2.2: the low half of the first byte is 8 for deflate. A raw stream starts otherwise. */
function hasZlibWrapper(body: Buffer): boolean {
  return ((body[0] ?? 0) & 0x0f) === 8;
}
