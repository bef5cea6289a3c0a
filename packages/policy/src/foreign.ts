/** What was said to be a list; an empty one where it is none. */
export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** For an issue: the entry that it is about, where that is text. */
export function textOf(value: unknown): { entry?: string } {
  return typeof value === 'string' ? { entry: value } : {};
}
