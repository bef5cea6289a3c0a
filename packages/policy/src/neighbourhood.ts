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
  readonly #domains: readonly ServerDomain[];
  readonly #byHost = new Map<string, ServerDomain>();
  /** Of each host above an entry the first entry under it. */
  readonly #children = new Map<string, ServerDomain>();
  readonly #letters: Int32Array;

  constructor(domains: readonly ServerDomain[]) {
    this.#domains = domains.slice(0, mostCompared);
    this.#letters = Int32Array.from(this.#domains, ({ hostname }) => lettersOf(hostname));
    for (const domain of this.#domains) {
      const { hostname } = domain;
      if (!this.#byHost.has(hostname)) this.#byHost.set(hostname, domain);
      for (const parent of parentsOf(hostname)) {
        if (!this.#children.has(parent)) this.#children.set(parent, domain);
      }
    }
  }

  /** The entry nearest to a host that is none of theirs: a parent or subdomain, else a slip of the pen. */
  find(hostname: string): Neighbour | undefined {
    if (hostname.length > longestHostname) return undefined;
    for (const parent of parentsOf(hostname)) {
      const domain = this.#byHost.get(parent);
      if (domain !== undefined) return { domain, relation: 'parent' };
    }
    const child = this.#children.get(hostname);
    return child === undefined ? this.#findSimilar(hostname) : { domain: child, relation: 'child' };
  }

  #findSimilar(hostname: string): Neighbour | undefined {
    const letters = lettersOf(hostname);
    const others = this.#letters;
    let best: ServerDomain | undefined;
    let edits = mostEdits + 1;
    for (let index = 0; index < others.length; index += 1) {
      // An edit takes one letter away and adds one at most.
      if (countBits(letters ^ (others[index] ?? 0)) > 2 * mostEdits) continue;
      const domain = this.#domains[index];
      const distance = domain === undefined ? edits : boundedDistance(hostname, domain.hostname, edits - 1);
      if (distance >= edits) continue;
      best = domain;
      edits = distance;
    }
    return best === undefined ? undefined : { domain: best, relation: 'similar' };
  }
}

/** The hosts above a host, nearest first. */
function* parentsOf(hostname: string): Generator<string> {
  for (let dot = hostname.indexOf('.'); dot >= 0; dot = hostname.indexOf('.', dot + 1)) {
    yield hostname.slice(dot + 1);
  }
}

/** One bit for each letter that a host has; some characters share one. */
function lettersOf(hostname: string): number {
  let letters = 0;
  for (let index = 0; index < hostname.length; index += 1) letters |= 1 << (hostname.charCodeAt(index) & 31);
  return letters;
}

function countBits(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
