/** What somebody chose in this browser: language, widths, what is shown. A browser that keeps nothing is no error. */
const prefix = 'minigate.';

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(prefix + name, value);
  } catch {
    // Storage is full, or closed to this page: the choice holds until the page is left.
  }
}

/** What was chosen last, if it is still one of the choices. */
export function recall<T extends string>(name: string, fits: (text: string) => text is T): T | undefined {
  try {
    const text = localStorage.getItem(prefix + name);
    return text !== null && fits(text) ? text : undefined;
  } catch {
    return undefined;
  }
}
