import { createRequire } from 'node:module';

type Encodings = typeof import('@exodus/bytes/encoding.js');
type Detector = typeof import('jschardet');

/**
 * Tables and models of encodings other than UTF-8, loaded when the first answer needs them: they cost tens
 * of milliseconds and of MiB, and most programs never meet such an answer.
 */
const require = createRequire(import.meta.url);

let encodings: Encodings | undefined;
let detector: Detector | undefined;

function loadEncodings(): Encodings {
  return require('@exodus/bytes/encoding.js');
}

function loadDetector(): Detector {
  return require('jschardet');
}

export function legacyEncodings(): Encodings {
  return (encodings ??= loadEncodings());
}

export function legacyDetector(): Detector {
  return (detector ??= loadDetector());
}

/** Text in an encoding with U+FFFD for what is none; a byte order mark stays. */
export function decodeLoosely(name: string, bytes: Uint8Array): string {
  const { TextDecoder } = legacyEncodings();
  return new TextDecoder(name, { ignoreBOM: true }).decode(bytes);
}

/**
 * Text in an encoding, or nothing where some bytes are none; a byte order mark stays.
 *
 * @param stream The bytes go on: they may end within a character.
 */
export function decodeStrictly(name: string, bytes: Uint8Array, stream = false): string | undefined {
  const { TextDecoder } = legacyEncodings();
  const decoder = new TextDecoder(name, { fatal: true, ignoreBOM: true });
  try {
    return decoder.decode(bytes, { stream });
  } catch {
    return undefined;
  }
}
