import { boundedDistance } from './edit-distance.ts';
import { longestHostname } from './host.ts';
import type { ServerDomain } from './server-domain.ts';

/** How an entry that does not cover a URL resembles it. */
export interface Neighbour {
  readonly domain: ServerDomain;
  /**
   * `sameHost`: only the port differs. `parent`: the URL's host is under the entry's. `child`: the other
   * way round. `similar`: at most two letters differ.
   */
  readonly relation: 'sameHost' | 'parent' | 'child' | 'similar';
}

const mostEdits = 2;
/** Entries beyond this are not compared, so that the work for one URL is bounded. */
const mostCompared = 1000;

/** Finds among server domains the one that a host resembles. */
export class Neighbourhood {
  readonly #byHost = new Map<string, ServerDomain>();
  /** Of each host above an entry the first entry under it. */
  readonly #children = new Map<string, ServerDomain>();
  /** Entries by the length of their hosts. */
  readonly #byLength: (Neighbours | undefined)[] = [];

  constructor(domains: readonly ServerDomain[]) {
    for (const [index, domain] of domains.slice(0, mostCompared).entries()) {
      const { hostname } = domain;
      if (!this.#byHost.has(hostname)) this.#byHost.set(hostname, domain);
      for (let dot = hostname.indexOf('.'); dot >= 0; dot = hostname.indexOf('.', dot + 1)) {
        const parent = hostname.slice(dot + 1);
        if (!this.#children.has(parent)) this.#children.set(parent, domain);
      }
      (this.#byLength[hostname.length] ??= new Neighbours()).add(index, domain);
    }
  }

  /** The entry nearest to a host that is none of theirs: a parent or subdomain, else a slip of the pen. */
  find(hostname: string): Neighbour | undefined {
    if (hostname.length > longestHostname) return undefined;
    for (let dot = hostname.indexOf('.'); dot >= 0; dot = hostname.indexOf('.', dot + 1)) {
      if (this.#byLength[hostname.length - dot - 1] === undefined) continue;
      const domain = this.#byHost.get(hostname.slice(dot + 1));
      if (domain !== undefined) return { domain, relation: 'parent' };
    }
    const child = this.#children.get(hostname);
    return child === undefined ? this.#findSimilar(hostname) : { domain: child, relation: 'child' };
  }

  /** Of those with the fewest edits the first in the document. */
  #findSimilar(hostname: string): Neighbour | undefined {
    const letters = lettersOf(hostname);
    let best: Candidate | undefined;
    for (let length = hostname.length - mostEdits; length <= hostname.length + mostEdits; length += 1) {
      best = this.#byLength[length]?.find(hostname, letters, best) ?? best;
    }
    return best === undefined ? undefined : { domain: best.domain, relation: 'similar' };
  }
}

/** An entry that resembles a host: its place in the document, and how many edits lie between them. */
interface Candidate {
  readonly domain: ServerDomain;
  readonly index: number;
  readonly edits: number;
}

/** The entries whose hosts have one length. */
class Neighbours {
  readonly #domains: ServerDomain[] = [];
  readonly #indexes: number[] = [];
  readonly #letters: number[] = [];
  /** Letters that all of them have, and letters that any of them has. */
  #common = -1;
  #any = 0;

  add(index: number, domain: ServerDomain): void {
    const letters = lettersOf(domain.hostname);
    this.#domains.push(domain);
    this.#indexes.push(index);
    this.#letters.push(letters);
    this.#common &= letters;
    this.#any |= letters;
  }

  /** The entry that comes nearer than `best`, or as near and earlier in the document. */
  find(hostname: string, letters: number, best: Candidate | undefined): Candidate | undefined {
    if (tooFar((this.#common & ~letters) | (letters & ~this.#any))) return undefined;
    let found: Candidate | undefined;
    let { index: before, edits: most } = best ?? { index: Number.POSITIVE_INFINITY, edits: mostEdits };
    const all = this.#letters;
    for (let place = 0; place < all.length; place += 1) {
      if (tooFar(letters ^ (all[place] ?? 0))) continue;
      const domain = this.#domains[place];
      if (domain === undefined) continue;
      const index = this.#indexes[place] ?? 0;
      const edits = boundedDistance(hostname, domain.hostname, most);
      if (edits > most || (edits === most && index > before)) continue;
      found = { domain, index, edits };
      before = index;
      most = edits;
    }
    return found;
  }
}

/** One bit for each letter that a host has; two digits share one, and other characters have none. */
function lettersOf(hostname: string): number {
  let letters = 0;
  for (let index = 0; index < hostname.length; index += 1) {
    const code = hostname.charCodeAt(index);
    if (code >= 97 && code <= 122) letters |= 1 << (code - 97);
    else if (code >= 48 && code <= 57) letters |= 1 << (26 + ((code - 48) % 6));
  }
  return letters;
}

/** Whether letters that only one of two hosts has are too many: an edit takes one away and adds one at most. */
function tooFar(difference: number): boolean {
  const pairs = difference - ((difference >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24 > 2 * mostEdits;
}
