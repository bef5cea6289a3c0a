/** Browsers keep this apart by port, as they do not keep cookies. */
const place = 'minigate-simulator-key';

/** What this page shows beside its cookie; undefined where it was not let in. */
export function pageKey(): string | undefined {
  return localStorage.getItem(place) ?? undefined;
}

/** For this page, and for others of the same simulator in this browser. */
export function keepPageKey(key: string): void {
  localStorage.setItem(place, key);
}
