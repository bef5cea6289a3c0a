import type { CompiledList } from './compiled-policy.ts';
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
/** Entries beyond this are not compared letter by letter, so that the work for one URL is bounded. */
const mostCompared = 1000;
const longestCompared = 253;

/**
 * The entry that comes nearest to a URL that none covers: the same host with another port, then with a port
 * missing on one side, then a parent or subdomain, then a slip of the pen.
 */
export function findNearest(
  list: CompiledList,
  hostname: string,
  explicitPort: string | undefined,
): Neighbour | undefined {
  const same = list.byHost.get(hostname) ?? [];
  const near =
    (explicitPort === undefined
      ? undefined
      : same.find((grant) => grant.origin.explicitPort !== undefined)) ?? same[0];
  if (near !== undefined) return { domain: near.domain, relation: 'sameHost' };
  return findRelated(list, hostname) ?? findSimilar(list, hostname);
}

function findRelated(list: CompiledList, hostname: string): Neighbour | undefined {
  for (let dot = hostname.indexOf('.'); dot >= 0; dot = hostname.indexOf('.', dot + 1)) {
    const parent = list.byHost.get(hostname.slice(dot + 1))?.[0]?.domain;
    if (parent !== undefined) return { domain: parent, relation: 'parent' };
  }
  const suffix = `.${hostname}`;
  const child = list.domains.slice(0, mostCompared).find((domain) => domain.hostname.endsWith(suffix));
  return child === undefined ? undefined : { domain: child, relation: 'child' };
}

function findSimilar(list: CompiledList, hostname: string): Neighbour | undefined {
  if (hostname.length > longestCompared) return undefined;
  let best: ServerDomain | undefined;
  let edits = mostEdits + 1;
  for (const domain of list.domains.slice(0, mostCompared)) {
    const distance = boundedDistance(hostname, domain.hostname, edits - 1);
    if (distance >= edits) continue;
    best = domain;
    edits = distance;
  }
  return best === undefined ? undefined : { domain: best, relation: 'similar' };
}

/**
 * How many letters must be inserted, removed, replaced or swapped with their neighbour to make one text of
 * the other; anything above `most` counts as `most + 1`. Looks only at a band around the diagonal.
 */
function boundedDistance(left: string, right: string, most: number): number {
  if (Math.abs(left.length - right.length) > most) return most + 1;
  let beforeLast: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = new Array<number>(right.length + 1).fill(most + 1);
    if (row <= most) current[0] = row;
    let smallest = current[0] ?? most + 1;
    for (let column = Math.max(1, row - most); column <= Math.min(right.length, row + most); column += 1) {
      const equal = left.charCodeAt(row - 1) === right.charCodeAt(column - 1);
      const swapped =
        row > 1 &&
        column > 1 &&
        left.charCodeAt(row - 1) === right.charCodeAt(column - 2) &&
        left.charCodeAt(row - 2) === right.charCodeAt(column - 1);
      const distance = Math.min(
        at(previous, column, most) + 1,
        at(current, column - 1, most) + 1,
        at(previous, column - 1, most) + (equal ? 0 : 1),
        swapped ? at(beforeLast, column - 2, most) + 1 : most + 1,
      );
      current[column] = distance;
      smallest = Math.min(smallest, distance);
    }
    if (smallest > most) return most + 1;
    beforeLast = previous;
    previous = current;
  }
  return Math.min(at(previous, right.length, most), most + 1);
}

function at(row: readonly number[], column: number, most: number): number {
  return row[column] ?? most + 1;
}
