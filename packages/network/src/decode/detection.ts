import { isAscii } from 'node:buffer';
import { networkLimits } from '../limits.ts';
import { decodeStrictly, legacyDetector, legacyEncodings } from './legacy.ts';

/** How much of a body is looked at to find its encoding. Rule 12. */
const sampleBytes = networkLimits.detectionSample;

/** Names of the detector for encodings that WHATWG calls otherwise. */
const otherNames: Readonly<Record<string, string>> = {
  cp874: 'windows-874',
  cp932: 'shift_jis',
  cp949: 'euc-kr',
  maccyrillic: 'x-mac-cyrillic',
  macroman: 'macintosh',
};

/** Encodings that servers do not send: guesses at them come after all others. */
const rare = new Set([
  'ibm866',
  'iso-8859-3',
  'iso-8859-4',
  'iso-8859-10',
  'iso-8859-13',
  'iso-8859-14',
  'iso-8859-16',
  'macintosh',
  'x-mac-cyrillic',
]);

/** Tried where the detector names nothing that fits: bodies of a few characters. */
const lastResort = ['gb18030', 'shift_jis'];

/** A C1 control: in an encoding that is the right one, text has none. */
const c1Control = /[\x80-\x9f]/;

/** A binary data byte as in https://mimesniff.spec.whatwg.org/#binary-data-byte. */
function isBinaryByte(byte: number): boolean {
  return byte <= 0x08 || byte === 0x0b || (byte >= 0x0e && byte <= 0x1a) || (byte >= 0x1c && byte <= 0x1f);
}

/**
 * Whether bytes that are not valid UTF-8 are UTF-8 with a fault in it, such as a character cut in half: ten
 * bytes in well-formed sequences beyond ASCII for each fault. No text in another encoding comes near.
 */
function isDamagedUtf8(sample: Buffer): boolean {
  let faults = 0;
  let wellFormed = 0;
  for (const char of sample.toString('utf8')) {
    const code = char.codePointAt(0) ?? 0;
    if (code === 0xfffd) faults++;
    else if (code >= 0x10000) wellFormed += 4;
    else if (code >= 0x800) wellFormed += 3;
    else if (code >= 0x80) wellFormed += 2;
  }
  return wellFormed >= 10 * faults;
}

/** The part of a body to look at: its beginning, or where it leaves ASCII, if the beginning is nothing else. */
function sampleOf(body: Buffer): Buffer {
  const beginning = body.subarray(0, sampleBytes);
  if (beginning.length === body.length || !isAscii(beginning)) return beginning;
  const start = body.findIndex((byte) => byte >= 0x80);
  return body.subarray(start, start + sampleBytes);
}

/** WHATWG names in the order in which they are to be tried; none where the detector sees no text. */
function candidates(sample: Buffer): Set<string> {
  const usual: string[] = [];
  const unusual: string[] = [];
  const { normalizeEncoding } = legacyEncodings();
  for (const { encoding } of legacyDetector().detectAll(sample, { minimumThreshold: 0 })) {
    if (encoding === null) return new Set();
    const name = normalizeEncoding(encoding) ?? otherNames[encoding.toLowerCase()];
    if (name === undefined || name === 'replacement') continue;
    (rare.has(name) ? unusual : usual).push(name);
  }
  return new Set([...usual, ...unusual, ...lastResort]);
}

/** A text and the WHATWG name, in lower case, of the encoding that it was in. */
interface Detected {
  readonly text: string;
  readonly name: string;
}

/**
 * Finds the encoding of a body that declares none and is not valid UTF-8. Rule 12.
 *
 * The first candidate counts that decodes the whole body without error and without C1 controls, however
 * little the detector trusts it. There is none for binary data, which is what has a binary data byte in the
 * first 64 KiB, for UTF-8 with a fault in it, and where every candidate fails.
 */
export function detectText(body: Buffer): Detected | undefined {
  const sample = sampleOf(body);
  if (sample.some(isBinaryByte) || isDamagedUtf8(sample)) return undefined;
  const partial = sample.length < body.length;
  for (const name of candidates(sample)) {
    // The detector trusts in UTF-8, and the body is not valid: damaged.
    if (name === 'utf-8') return undefined;
    const start = decodeStrictly(name, sample, partial);
    if (start === undefined || c1Control.test(start)) continue;
    if (!partial) return { text: start, name };
    const text = decodeStrictly(name, body);
    if (text !== undefined) return { text, name };
  }
  return undefined;
}
