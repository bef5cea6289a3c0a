/**
 * How many letters must be inserted, removed, replaced or swapped with their neighbour to make one text of
 * the other; anything above `most` counts as `most + 1`. The work grows with the length of the texts, and
 * fourfold with each edit that is allowed.
 */
export function boundedDistance(left: string, right: string, most: number): number {
  return distanceFrom(left, 0, right, 0, most);
}

function distanceFrom(
  left: string,
  leftStart: number,
  right: string,
  rightStart: number,
  most: number,
): number {
  let i = leftStart;
  let j = rightStart;
  while (i < left.length && left.charCodeAt(i) === right.charCodeAt(j)) {
    i += 1;
    j += 1;
  }
  const longer = Math.max(left.length - i, right.length - j);
  const shorter = Math.min(left.length - i, right.length - j);
  if (longer - shorter > most) return most + 1;
  if (shorter === 0) return longer;
  if (most === 0) return 1;
  const swapped =
    left.charCodeAt(i) === right.charCodeAt(j + 1) && left.charCodeAt(i + 1) === right.charCodeAt(j);
  return (
    1 +
    Math.min(
      distanceFrom(left, i + 1, right, j + 1, most - 1),
      distanceFrom(left, i + 1, right, j, most - 1),
      distanceFrom(left, i, right, j + 1, most - 1),
      swapped ? distanceFrom(left, i + 2, right, j + 2, most - 1) : most,
    )
  );
}
