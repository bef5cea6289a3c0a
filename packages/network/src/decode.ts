import { isAscii, isUtf8 } from 'node:buffer';
import type { TextReading } from './events.ts';
import { charsetParameter } from './decode/charset-parameter.ts';
import { detectText } from './decode/detection.ts';
import { decodeLoosely, decodeStrictly, legacyEncodings } from './decode/legacy.ts';

/** An answer's body as text, and how it was read. */
interface DecodedText {
  readonly text: string;
  readonly reading: TextReading;
}

const utf8 = 'UTF-8';
const byteOrderMark = '\uFEFF';
const replacement = '\uFFFD';

const asciiReading: TextReading = {
  charset: utf8,
  source: 'utf-8',
  byteOrderMarkRemoved: false,
  replaced: false,
};
const declaredAsciiReading: TextReading = { ...asciiReading, source: 'declared' };

/** The encoding that the bytes themselves name. https://encoding.spec.whatwg.org/#bom-sniff */
function sniff(body: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  if (body[0] === 0xef) return body[1] === 0xbb && body[2] === 0xbf ? 'utf-8' : undefined;
  if (body[0] === 0xff) return body[1] === 0xfe ? 'utf-16le' : undefined;
  return body[0] === 0xfe && body[1] === 0xff ? 'utf-16be' : undefined;
}

/** The encoding that the Content-Type declares, in lower case; absent where it names none that is known. */
function declared(contentType: string | undefined): string | undefined {
  const label = contentType === undefined ? undefined : charsetParameter(contentType);
  if (label === undefined) return undefined;
  const lower = label.toLowerCase();
  if (lower === 'utf-8' || lower === 'utf8') return 'utf-8';
  return legacyEncodings().normalizeEncoding(label) ?? undefined;
}

/** Text in a known encoding, U+FFFD for what is none. */
function decodeAs(name: string, bytes: Buffer): { text: string; replaced: boolean } {
  if (name === 'utf-8') return { text: bytes.toString('utf8'), replaced: !isUtf8(bytes) };
  // https://encoding.spec.whatwg.org/#replacement: one U+FFFD stands for the whole.
  if (name === 'replacement')
    return { text: bytes.length === 0 ? '' : replacement, replaced: bytes.length > 0 };
  const text = decodeLoosely(name, bytes);
  return { text, replaced: text.includes(replacement) && decodeStrictly(name, bytes) === undefined };
}

function charsetName(name: string): string {
  return name === 'utf-8' ? utf8 : (legacyEncodings().labelToName(name) ?? utf8);
}

/** Removes the one mark that a text may begin with, unless one has been removed from its bytes. */
function finish(
  { text, replaced }: { text: string; replaced: boolean },
  name: string,
  source: TextReading['source'],
): DecodedText {
  const marked = source !== 'byte-order-mark' && text.startsWith(byteOrderMark);
  const byteOrderMarkRemoved = marked || source === 'byte-order-mark';
  return {
    text: marked ? text.slice(1) : text,
    reading: { charset: charsetName(name), source, byteOrderMarkRemoved, replaced },
  };
}

/**
 * Reads an answer's body as text. Rule 12.
 *
 * A byte order mark (UTF-8, UTF-16) names the encoding, else the declared charset, else UTF-8 where the
 * bytes are valid; else the encoding is detected. A charset that no one knows counts as undeclared. What is
 * no text becomes U+FFFD. One byte order mark is removed in all. Never throws, whatever the bytes are.
 *
 * @param body The bytes after content decoding; they are not changed.
 * @param contentType The value of the Content-Type header.
 * @example
 * decodeText(Uint8Array.of(0xc4, 0xe3, 0xba, 0xc3), 'text/plain; charset=gb2312').text; // '你好'
 */
export function decodeText(body: Uint8Array, contentType: string | undefined): DecodedText {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const marked = sniff(bytes);
  if (marked !== undefined) {
    const rest = bytes.subarray(marked === 'utf-8' ? 3 : 2);
    return finish(decodeAs(marked, rest), marked, 'byte-order-mark');
  }
  const charset = declared(contentType);
  if ((charset === undefined || charset === 'utf-8') && isAscii(bytes)) {
    const reading = charset === undefined ? asciiReading : declaredAsciiReading;
    return { text: bytes.toString('latin1'), reading };
  }
  if (charset !== undefined) return finish(decodeAs(charset, bytes), charset, 'declared');
  if (isUtf8(bytes)) return finish({ text: bytes.toString('utf8'), replaced: false }, 'utf-8', 'utf-8');
  const detected = detectText(bytes);
  if (detected !== undefined)
    return finish({ text: detected.text, replaced: false }, detected.name, 'detected');
  return finish({ text: bytes.toString('utf8'), replaced: true }, 'utf-8', 'utf-8');
}

/**
 * The value that a text is JSON for, or the same text where it is none. Rule 13.
 *
 * @example
 * parseJson('{"a":1}'); // { a: 1 }
 * parseJson('<html>'); // '<html>'
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
