/** Tells whoever embeds Minigate that code of theirs threw, or that their disk failed. */
export function tellHost(what: string, error: unknown): void {
  // oxlint-disable-next-line no-console
  console.error(what, error);
}
