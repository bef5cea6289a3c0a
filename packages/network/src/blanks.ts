/** Whether there is a space or a tab, the white space within HTTP fields (RFC 9110, 5.6.3). */
export function isBlank(char: string | undefined): boolean {
  return char === ' ' || char === '\t';
}

/** Text without the blanks at its ends, and in linear time. */
export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text[start])) start++;
  while (end > start && isBlank(text[end - 1])) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}
