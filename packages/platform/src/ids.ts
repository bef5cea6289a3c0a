import { randomBytes } from 'node:crypto';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * An id that nobody can guess: 128 random bits in 26 letters and digits behind a prefix that says what it names.
 *
 * @example
 * newId('mp'); // 'mp' and 26 letters: an AppId
 */
export function newId(prefix: 'mp' | 'au' | 'ln'): string {
  let bits = 0;
  let held = 0;
  let text: string = prefix;
  for (const byte of randomBytes(16)) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      text += LETTERS[(held >>> (bits - 5)) & 31];
      bits -= 5;
    }
    held &= (1 << bits) - 1;
  }
  return text + LETTERS[(held << (5 - bits)) & 31];
}

/** Whether a text has the form of an AppId: anything else names no mini program, and need not be looked up. */
export function isAppId(text: string): boolean {
  return /^mp[a-z2-7]{26}$/.test(text);
}
