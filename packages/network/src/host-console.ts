/** Tells the host of something that nobody else will hear of, with the error if there is one. */
export function tellHost(what: string, ...error: unknown[]): void {
  // oxlint-disable-next-line no-console
  console.error(what, ...error);
}
