import { isIPv6 } from 'node:net';
import rateLimit from '@fastify/rate-limit';

/**
 * What counts as one client: an IPv4 address, or the /64 network of an IPv6 address, which one customer of a provider
 * has whole.
 *
 * @example
 * networkOf('2001:db8:1:2::9'); // '2001:db8:1:2::'
 */
export function networkOf(address: string): string {
  const [bare = ''] = address.split('%');
  return isIPv6(bare) ? rateLimit.normalizeIP(bare) : bare;
}
