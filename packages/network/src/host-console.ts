/** Tells the host of something that nobody else will hear of, with the error if there is one. */
export function tellHost(what: string, ...error: unknown[]): void {
  try {
    // oxlint-disable-next-line no-console
    console.error(what, ...error);
  } catch {
    // What a program throws may itself throw when it is read.
    // oxlint-disable-next-line no-console
    console.error(what, 'something that cannot be printed');
  }
}
