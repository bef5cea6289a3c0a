import { randomFillSync } from 'node:crypto';

/** Random bytes are fetched in bulk: one fetch costs more than the bytes. */
const pool = Buffer.alloc(8 * 1024);
let used = pool.length;

/**
 * Writes the mask of one frame that a client sends. RFC 6455, 5.3.
 *
 * It is never zero: a frame with such a mask would be sent from the program's own memory, and later, where every
 * other one is masked into a copy at once.
 *
 * @param mask four bytes
 */
export function writeMask(mask: Buffer): void {
  do {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    pool.copy(mask, 0, used, used + 4);
    used += 4;
  } while (mask.readInt32LE() === 0);
}
