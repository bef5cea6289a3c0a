/** Who can do something about a failure. */
type Fault = 'program' | 'developer' | 'server' | 'network' | 'host';

/** One way in which a call can fail. */
export interface ErrorRow {
  /** The number that a mini program reads; see docs/errors.md. */
  readonly errno: number;
  /** What follows `<api>:fail `, unless the error carries a text of its own. */
  readonly text: string;
  readonly fault: Fault;
  /** What to do about it, for people. */
  readonly fix: string;
}

/** The text of Chromium's network stack, which other super apps have too. */
export function chromium(code: number, name: string): string {
  return `${code}:net::${name}`;
}
