import { timingSafeEqual } from 'node:crypto';

/** Compares in a time that does not tell where two texts differ. */
export function sameText(one: string, other: string): boolean {
  const left = Buffer.from(one);
  const right = Buffer.from(other);
  return left.length === right.length && timingSafeEqual(left, right);
}
