import type { CompiledList } from './compiled-policy.ts';
import type { Neighbour } from './neighbourhood.ts';

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
  return list.neighbourhood.find(hostname);
}
