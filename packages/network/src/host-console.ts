/** Tells the host of an error that nobody else will hear of. */
export function tellHost(what: string, error: unknown): void {
  // oxlint-disable-next-line no-console
  console.error(what, error);
}
