/**
 * Whether an If-None-Match names this entity tag. A cache that compresses makes a strong tag weak, so both are the same
 * here. RFC 9110, 13.1.2.
 */
export function isKnownTag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch === etag) return true;
  return ifNoneMatch.split(',').some((one) => {
    const tag = one.trim();
    return tag === '*' || tag === etag || tag === `W/${etag}`;
  });
}
