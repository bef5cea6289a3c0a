import { createHash, randomBytes } from 'node:crypto';
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { NetworkError } from '../../src/errors.ts';
import { type ContentDecoder, createContentDecoder } from '../../src/transport/content-coding.ts';

const MiB = 1024 * 1024;

/** What a decoder gave. */
class Decoding {
  readonly over: Promise<this>;
  readonly decoder: ContentDecoder;
  readonly chunks: Uint8Array[] = [];
  readonly endings: (NetworkError | 'end')[] = [];
  pauses = 0;
  drained: () => void = () => {};
  #settle: (decoding: this) => void = () => {};

  constructor(encoding: string | undefined, { limit = 64 * MiB, pauseEvery = Infinity } = {}) {
    this.over = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.decoder = createContentDecoder(encoding, {
      limit,
      tooLarge: () => new NetworkError('RESPONSE_TOO_LARGE'),
      onData: (chunk) => {
        this.chunks.push(chunk);
        if (this.chunks.length % pauseEvery !== 0) return true;
        this.pauses += 1;
        setImmediate(() => this.decoder.resume());
        return false;
      },
      onDrain: () => this.drained(),
      onEnd: () => this.#finish('end'),
      onError: (error) => this.#finish(error),
    });
  }

  get bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }

  /** Writes as the wire does: a piece at a time, waiting where the decoder asks for it. */
  async feed(body: Uint8Array, pieceBytes = 16 * 1024): Promise<this> {
    for (let at = 0; at < body.byteLength && this.endings.length === 0; at += pieceBytes) {
      const drained = new Promise<void>((resolve) => {
        this.drained = resolve;
      });
      if (!this.decoder.write(body.subarray(at, at + pieceBytes))) await Promise.race([drained, this.over]);
    }
    this.decoder.end();
    return this.over;
  }

  #finish(ending: NetworkError | 'end'): void {
    this.endings.push(ending);
    this.#settle(this);
  }
}

const small = Buffer.from('{"greeting":"grüße"}'.repeat(20));
const large = Buffer.concat([randomBytes(MiB / 2), Buffer.alloc(MiB, 'abc'), randomBytes(MiB / 2)]);
const brotli = (body: Buffer) =>
  brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } });
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const codings: [string, string, (body: Buffer) => Buffer][] = [
  ['gzip', 'gzip', (body) => gzipSync(body)],
  ['gzip in another letter case', 'GZip', (body) => gzipSync(body)],
  ['x-gzip', 'x-gzip', (body) => gzipSync(body)],
  ['deflate with the zlib wrapper', 'deflate', (body) => deflateSync(body)],
  ['deflate without the wrapper', 'deflate', (body) => deflateRawSync(body)],
  ['br', 'br', (body) => brotli(body)],
  ['identity', 'identity', (body) => body],
  ['an empty list', ' , ', (body) => body],
  ['a list, undone from its end', 'deflate, identity, gzip', (body) => gzipSync(deflateRawSync(body))],
  ['four codings', 'br, gzip, deflate, gzip', (body) => gzipSync(deflateSync(gzipSync(brotli(body))))],
];

describe('a body in', () => {
  it.each(codings)('%s is decoded, small and large', async (_name, encoding, encode) => {
    expect((await new Decoding(encoding).feed(encode(small), 7)).bytes).toEqual(small);
    const decoding = await new Decoding(encoding).feed(encode(large));
    expect(decoding.endings).toEqual(['end']);
    expect(sha256(decoding.bytes)).toBe(sha256(large));
  });

  it.each(codings)('%s is byte-exact through pauses', async (_name, encoding, encode) => {
    const decoding = await new Decoding(encoding, { pauseEvery: 2 }).feed(encode(large), 48 * 1024);
    expect(sha256(decoding.bytes)).toBe(sha256(large));
    expect(decoding.pauses).toBeGreaterThan(5);
    expect(decoding.endings).toEqual(['end']);
  });

  it.each(['zstd', 'gzip, zstd', 'compress', 'gzip, gzip, gzip, gzip, gzip'])(
    '%s, which is not known, passes through untouched',
    async (encoding) => {
      expect((await new Decoding(encoding).feed(gzipSync(small))).bytes).toEqual(gzipSync(small));
    },
  );

  it('no coding passes through untouched', async () => {
    expect((await new Decoding(undefined).feed(small)).bytes).toEqual(small);
  });

  it.each(['gzip', 'deflate', 'br', 'gzip, br'])('%s without a single byte is empty', async (encoding) => {
    const { bytes, endings } = await new Decoding(encoding).feed(Buffer.of());
    expect(bytes).toHaveLength(0);
    expect(endings).toEqual(['end']);
  });
});

describe('gzip', () => {
  /** A member with every field that a header may have. */
  const adorned = (text: string) => {
    const plain = gzipSync(text);
    const header = Buffer.from([...plain.subarray(0, 3), 2 + 4 + 8 + 16, ...plain.subarray(4, 10)]);
    const fields = Buffer.from('\x03\0abcname\0comment\0CC', 'latin1');
    return Buffer.concat([header, fields, plain.subarray(10)]);
  };
  const members = [
    ['one member', [gzipSync(small)], small],
    ['two members', [gzipSync(small), gzipSync(large)], Buffer.concat([small, large])],
    ['a large one and an empty one', [gzipSync(large), gzipSync('')], large],
    [
      'a member with a full header',
      [gzipSync(small), adorned('adorned')],
      Buffer.concat([small, Buffer.from('adorned')]),
    ],
  ] as const;
  const endings = [
    '',
    '\n',
    '\0\0\0',
    'garbage',
    '<!-- cache -->'.repeat(1000),
    '\x1f',
    '\x1f\x8b\x08',
    '\x1f\x8b\xff',
  ];

  it.each(members)(
    '%s is decoded, whatever follows it and wherever the pieces are cut',
    async (_name, parts, text) => {
      for (const ending of endings) {
        const body = Buffer.concat([...parts, Buffer.from(ending, 'latin1')]);
        const cuts = text.length > 10_000 ? [body.length, 65_537] : [body.length, 1, 7, 19, parts[0].length];
        for (const pieceBytes of cuts) {
          const { bytes, endings: told } = await new Decoding('gzip').feed(body, pieceBytes);
          expect(told).toEqual(['end']);
          expect(sha256(bytes)).toBe(sha256(text));
        }
      }
    },
  );

  it('that was cut in the second member, or has a wrong check, fails', async () => {
    const whole = Buffer.concat([gzipSync(small), gzipSync(large)]);
    const wrong = Buffer.from(whole);
    wrong[wrong.length - 6] = (wrong.at(-6) ?? 0) ^ 1;
    for (const body of [whole.subarray(0, -4), whole.subarray(0, -100_000), wrong]) {
      const { endings: told } = await new Decoding('gzip').feed(body);
      expect(told).toMatchObject([{ code: 'CONTENT_DECODING_FAILED' }]);
    }
  });

  it('with a header that never ends fails', async () => {
    const header = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]), Buffer.alloc(MiB, 'n')]);
    const { endings: told } = await new Decoding('gzip').feed(header);
    expect(told).toMatchObject([{ code: 'CONTENT_DECODING_FAILED' }]);
  });
});

describe('padding after the end of a compressed stream', () => {
  it.each(['gzip', 'deflate'])(
    'is ignored, and the end is told when all of it has come: %s',
    async (encoding) => {
      const encoded = encoding === 'gzip' ? gzipSync(large) : deflateSync(large);
      const decoding = new Decoding(encoding);
      await decoding.feed(Buffer.concat([encoded, Buffer.alloc(4 * MiB)]));
      expect(sha256(decoding.bytes)).toBe(sha256(large));
      expect(decoding.endings).toEqual(['end']);
    },
  );

  it('does not bring the end before the wire has ended', async () => {
    const decoding = new Decoding('gzip');
    decoding.decoder.write(Buffer.concat([gzipSync(large), Buffer.alloc(100_000)]));
    await vi.waitFor(() => expect(decoding.bytes).toHaveLength(large.length));
    await new Promise(setImmediate);
    expect(decoding.endings).toEqual([]);
    decoding.decoder.end();
    await decoding.over;
    expect(decoding.endings).toEqual(['end']);
  });
});

describe('a body that is not what its coding says', () => {
  it.each(codings.filter(([, encoding]) => encoding.match(/gzip|deflate|br/)))(
    'fails where it is cut, small and large: %s',
    async (_name, encoding, encode) => {
      for (const body of [small, large]) {
        const whole = encode(body);
        const decoding = await new Decoding(encoding).feed(whole.subarray(0, Math.floor(whole.length * 0.9)));
        expect(decoding.endings).toMatchObject([{ code: 'CONTENT_DECODING_FAILED' }]);
      }
    },
  );

  it.each(['gzip', 'br', 'deflate', 'gzip, br', 'br, gzip'])(
    'fails where it is something else: %s',
    async (encoding) => {
      for (const body of [Buffer.from('<html>not compressed</html>'), randomBytes(MiB)]) {
        const { endings } = await new Decoding(encoding).feed(body);
        expect(endings).toMatchObject([{ code: 'CONTENT_DECODING_FAILED' }]);
      }
    },
  );

  it('says which coding, for people', async () => {
    const [error] = (await new Decoding('gzip').feed(small)).endings;
    expect(error).toMatchObject({
      detail: expect.stringMatching(/^The body cannot be decoded as gzip: .+\.$/),
    });
  });
});

describe('the limit', () => {
  it.each(codings)(
    'lets exactly as many bytes through, and not one more: %s',
    async (_name, encoding, encode) => {
      for (const body of [small, large]) {
        const fits = await new Decoding(encoding, { limit: body.length }).feed(encode(body));
        expect(fits.endings).toEqual(['end']);
        const exceeds = await new Decoding(encoding, { limit: body.length - 1 }).feed(encode(body));
        expect(exceeds.endings).toMatchObject([{ code: 'RESPONSE_TOO_LARGE' }]);
      }
    },
  );

  it.each([
    ['gzip', gzipSync(Buffer.alloc(256 * MiB))],
    ['br', brotli(Buffer.alloc(256 * MiB))],
    ['gzip, gzip', gzipSync(gzipSync(Buffer.alloc(256 * MiB)))],
  ])('ends a bomb long before memory grows: %s', async (encoding, bomb) => {
    const decoding = new Decoding(encoding, { limit: 2 * MiB });
    await decoding.feed(bomb);
    expect(decoding.endings).toMatchObject([{ code: 'RESPONSE_TOO_LARGE' }]);
    expect(decoding.bytes.length).toBeLessThanOrEqual(2 * MiB);
  });

  it('holds for what lies between two codings too', async () => {
    const inner = Buffer.concat([gzipSync('small'), Buffer.alloc(16 * MiB)]);
    const decoding = await new Decoding('gzip, br', { limit: MiB }).feed(brotli(inner));
    expect(decoding.endings).toMatchObject([{ code: 'RESPONSE_TOO_LARGE' }]);
  });
});

describe('cancel()', () => {
  it.each(['gzip', 'br, gzip', 'identity'])('is the last word: %s', async (encoding) => {
    const decoding = new Decoding(encoding);
    const body = encoding === 'identity' ? large : gzipSync(encoding === 'gzip' ? large : brotli(large));
    decoding.decoder.write(body.subarray(0, 512 * 1024));
    await vi.waitFor(() => expect(decoding.chunks.length).toBeGreaterThan(0));
    decoding.decoder.cancel();
    const told = decoding.chunks.length;
    expect(decoding.decoder.write(body.subarray(512 * 1024))).toBe(true);
    decoding.decoder.end();
    decoding.decoder.resume();
    await new Promise(setImmediate);
    await new Decoding('gzip').feed(gzipSync(large));
    expect(decoding.chunks).toHaveLength(told);
    expect(decoding.endings).toEqual([]);
  });
});
