import type { Origin } from '@minigate/policy';

/**
 * Keeps the names of candidates from programs: where a header of an answer says one, the name of the accelerated origin
 * stands there. So a redirect that comes back to a candidate is judged under the original name. Rule 25.
 *
 * @example
 * const disguise = new Disguise(origin, [{ hostname: 'fast.example.com', port: 443, … }]);
 * disguise.text('https://fast.example.com/a'); // 'https://www.binance.com/a'
 */
export class Disguise {
  readonly #hostname: string;
  readonly #names: RegExp | undefined;

  constructor(
    { hostname }: Pick<Origin, 'hostname'>,
    candidates: readonly Pick<Origin, 'hostname' | 'port'>[],
  ) {
    this.#hostname = hostname;
    const others = candidates.filter((one) => one.hostname !== hostname || one.port !== 443);
    this.#names = others.length === 0 ? undefined : new RegExp(others.map(patternOf).join('|'), 'gi');
  }

  text(text: string): string {
    return this.#names === undefined ? text : text.replace(this.#names, this.#hostname);
  }

  /** Flat: name, value, name, value. */
  headers(headers: readonly string[]): readonly string[] {
    const names = this.#names;
    if (names === undefined) return headers;
    return headers.map((part, i) => (i % 2 === 0 ? part : part.replace(names, this.#hostname)));
  }
}

/**
 * The name as a whole, neither part of another one nor with another port; it may stand in a URL that is a parameter. In an authority the candidate's port has to
 * be there; elsewhere, as in the domain of a cookie, a name has none.
 */
function patternOf({ hostname, port }: Pick<Origin, 'hostname' | 'port'>): string {
  const name = `(?:(?<=%2F)|(?<![\\w-]|[\\w-]\\.))${hostname.replaceAll('.', '\\.')}`;
  const end = '(?![\\w-]|\\.\\w|:\\d)';
  if (port === 443) return `${name}(?::443(?!\\d))?${end}`;
  return `${name}:${port}(?!\\d)|(?<!//)${name}${end}`;
}
