/**
 * A name as it is compared and found: two that look alike but for upper and lower case, the width of their letters and
 * spaces, or what is not to be seen, are one.
 */
export function nameKey(name: string): string {
  return name
    .normalize('NFKC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}
