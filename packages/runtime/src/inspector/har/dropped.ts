/** How a file says that the oldest calls are missing. */
export function droppedComment(dropped: number): string {
  return `${dropped} earlier calls are not in this file.`;
}

/** The number that such a comment tells; 0 for every other text. */
export function droppedOf(comment: string | undefined): number {
  const count = Number(/^(\d{1,15}) earlier calls are not in this file\.$/.exec(comment ?? '')?.[1] ?? 0);
  return Number.isSafeInteger(count) ? count : 0;
}
