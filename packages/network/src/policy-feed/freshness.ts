import { policyFeedLimits } from './limits.ts';

/**
 * How long an answer is fresh, in milliseconds: its `max-age` less the `Age` that a cache on the way says,
 * within bounds. RFC 9111, 4.2.
 *
 * @param fallback where the answer does not say
 */
export function freshFor(header: (name: string) => string | undefined, fallback: number): number {
  const cacheControl = header('cache-control') ?? '';
  const [, seconds] = /(?:^|[\s,])max-age="?(\d{1,9})/i.exec(cacheControl) ?? [];
  const age = /^\d{1,9}$/.test(header('age') ?? '') ? Number(header('age')) : 0;
  const asked = seconds === undefined ? fallback : (Number(seconds) - age) * 1000;
  return Math.min(Math.max(asked, policyFeedLimits.leastRefresh), policyFeedLimits.longestRefresh);
}

/** An entity tag that can be sent back as it is; `undefined` for anything else, from a server or from a disk. */
export function readEtag(value: unknown): string | undefined {
  return typeof value === 'string' && /^(?:W\/)?"[\x21\x23-\x7e]{0,256}"$/.test(value) ? value : undefined;
}

/** What `Retry-After` asks for, in milliseconds and within bounds; 0 where it does not ask. RFC 9110, 10.2.3. */
export function retryAfter(header: (name: string) => string | undefined): number {
  const text = header('retry-after') ?? '';
  const asked = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : 0;
  return Math.min(asked, policyFeedLimits.longestRetry);
}
