import type { Origin } from '@minigate/policy';

type Place = Pick<Origin, 'hostname' | 'port'>;

/** Headers whose value as a whole is a URL, in lower case. */
const locations: readonly string[] = ['location', 'content-location'];
const absoluteLocation = /^((?:https:)?\/\/)([^/?#]*)(.*)$/is;
/** Which no host has, and which a parser of URLs leaves out or takes for another one. */
// oxlint-disable-next-line no-control-regex
const misread = /[\u0000-\u0020\u007f\\]/;
const characterBefore = /(?:%(?:25)*([0-9a-f]{2})|(.))$/is;
const characterAfter = /^(?:%(?:25)*([0-9a-f]{2})|(.))/is;
const portAfter = /^(?::|%(?:25)*3a)(\d+)/i;
const ofNames = /[\w-]/;
/** As much of a text is looked at beside a name: no more escapes of an escape are followed. */
const lookAround = 32;

/**
 * Keeps the names of candidates from programs: where a header of an answer says one, the name of the accelerated origin
 * stands there. So a redirect that comes back to a candidate is judged under the original name. Rule 25.
 *
 * @example
 * const disguise = new Disguise(origin, [{ hostname: 'fast.example.com', port: 443, … }]);
 * disguise.text('https://fast.example.com/a'); // 'https://www.binance.com/a'
 * disguise.location('https://fast%2Eexample.com:0443/a'); // 'https://www.binance.com/a'
 */
export class Disguise {
  readonly #hostname: string;
  /** The ports of the candidates by their host names. */
  readonly #ports = new Map<string, Set<number>>();
  readonly #names: RegExp | undefined;

  constructor({ hostname }: Pick<Origin, 'hostname'>, candidates: readonly Place[]) {
    this.#hostname = hostname;
    for (const one of candidates) {
      if (one.hostname === hostname && one.port === 443) continue;
      this.#ports.set(one.hostname, (this.#ports.get(one.hostname) ?? new Set()).add(one.port));
    }
    // Of two that begin alike the longer one is meant where it stands.
    const names = [...this.#ports.keys()].toSorted((a, b) => b.length - a.length).map(patternOf);
    this.#names = names.length === 0 ? undefined : new RegExp(names.join('|'), 'gi');
  }

  /**
   * A name as a whole, neither part of another one nor with another port, wherever it stands: in a URL that is a
   * parameter too, escaped once or more often.
   */
  text(text: string): string {
    if (this.#names === undefined) return text;
    let disguised = '';
    let done = 0;
    for (const { 0: name, index } of text.matchAll(this.#names)) {
      const end = this.#endOf(text, name, index);
      if (end === undefined) continue;
      disguised += text.slice(done, index) + this.#hostname;
      done = end;
    }
    return disguised + text.slice(done);
  }

  /** A URL, or what is relative to one: in whatever spelling it leads to a candidate, it has the original name then. */
  location(text: string): string {
    const [, scheme = '', authority = '', rest = ''] = absoluteLocation.exec(text) ?? [];
    if (authority === '' || misread.test(authority) || !this.#leadsToCandidate(authority))
      return this.text(text);
    const userinfo = authority.slice(0, authority.lastIndexOf('@') + 1);
    return `${scheme}${this.text(userinfo)}${this.#hostname}${this.text(rest)}`;
  }

  /** Flat: name, value, name, value. */
  headers(headers: readonly string[]): readonly string[] {
    if (this.#names === undefined) return headers;
    return headers.map((part, i) => {
      if (i % 2 === 0) return part;
      return locations.includes(headers[i - 1]?.toLowerCase() ?? '') ? this.location(part) : this.text(part);
    });
  }

  #leadsToCandidate(authority: string): boolean {
    // Of a header each character is one byte.
    const text = `https://${Buffer.from(authority, 'latin1').toString('utf8')}`;
    if (!URL.canParse(text)) return false;
    const url = new URL(text);
    return this.#ports.get(url.hostname.replace(/\.$/, ''))?.has(Number(url.port || 443)) === true;
  }

  /** Where a name that was found ends with its port; `undefined` where it is no candidate's. */
  #endOf(text: string, found: string, index: number): number | undefined {
    const ports = this.#ports.get(found.toLowerCase().replaceAll(/%(?:25)*2e/g, '.'));
    const before = text.slice(Math.max(index - lookAround, 0), index);
    const nameEnd = index + found.length;
    const after = text.slice(nameEnd, nameEnd + lookAround);
    if (ports === undefined || continuesBefore(before, found)) return undefined;
    const port = portAfter.exec(after);
    if (port !== null) return ports.has(Number(port[1])) ? nameEnd + port[0].length : undefined;
    // Where it begins an authority, no port means 443; elsewhere, as in the domain of a cookie, a name has none.
    const otherPort = !ports.has(443) && /(?:\/|%(?:25)*2f){2}$/i.test(before);
    return otherPort || continuesAfter(after) ? undefined : nameEnd;
  }
}

/** The dots may be escaped. */
function patternOf(hostname: string): string {
  return hostname.replaceAll('.', '(?:\\.|%(?:25)*2e)');
}

/** Whether the name that follows this is only the end of a longer one. */
function continuesBefore(text: string, name: string): boolean {
  // The name's own first characters would be the rest of an escape.
  if (/%(?:25)*$/.test(text) && /^[0-9a-f]{2}/i.test(name)) return true;
  const last = characterBefore.exec(text);
  if (read(last) !== '.') return ofNames.test(read(last));
  return ofNames.test(read(characterBefore.exec(text.slice(0, last?.index))));
}

/** Whether a name that is followed by this goes on. */
function continuesAfter(text: string): boolean {
  const next = characterAfter.exec(text);
  if (read(next) !== '.') return ofNames.test(read(next));
  return ofNames.test(read(characterAfter.exec(text.slice(next?.[0].length))));
}

function read(character: RegExpExecArray | null): string {
  const [, escaped, plain = ''] = character ?? [];
  return escaped === undefined ? plain : String.fromCharCode(Number.parseInt(escaped, 16));
}
