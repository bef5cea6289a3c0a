import type { Call } from './call.ts';

/**
 * Where a list has to be scrolled to so that its first visible line stays where it is, after the list has changed.
 * Where that line is gone, the place is the same as before.
 *
 * @param scrollTop pixels, in the list as it was before
 */
export function placeAfter(
  before: readonly Call[],
  after: readonly Call[],
  scrollTop: number,
  lineHeight: number,
): number {
  const index = Math.floor(scrollTop / lineHeight);
  const key = before[index]?.key;
  if (key === undefined || after[index]?.key === key) return scrollTop;
  const place = after.findIndex((call) => call.key === key);
  return place < 0 ? scrollTop : scrollTop + (place - index) * lineHeight;
}
