const prefix = 'minigate.draft.';

/** Forgets every draft, when somebody signs out or somebody else signs in. */
export function forgetDrafts(): void {
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(prefix)) sessionStorage.removeItem(key);
    }
  } catch {
    // Storage is closed to this page: nothing was kept in it.
  }
}

/** @param key with the id of whose draft it is */
export function recallDraft(key: string): string | undefined {
  try {
    return sessionStorage.getItem(prefix + key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** @param text undefined: there is no draft any more */
export function keepDraft(key: string, text: string | undefined): void {
  try {
    if (text === undefined) sessionStorage.removeItem(prefix + key);
    else sessionStorage.setItem(prefix + key, text);
  } catch {
    // Storage is full, or closed to this page: the draft lives as long as the page.
  }
}
