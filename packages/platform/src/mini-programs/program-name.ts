/**
 * A name as it is compared and found: two that look alike but for upper and lower case, or for the width of their
 * letters, are one.
 */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
