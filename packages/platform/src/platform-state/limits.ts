import { binance } from '@minigate/policy';
import { z } from 'zod';

/** The most that operators can let one list hold. */
export const mostEntries = 1000;

/**
 * Where operators set other limits than the host profile has; null leaves the profile's in force.
 */
export const platformLimits = z.strictObject({
  serverDomains: z.strictObject({
    /** Entries of one list. */
    maxEntries: z.int().min(1).max(mostEntries).nullable(),
    /** Changes of one mini program's lists in a calendar month (UTC). */
    changesPerMonth: z.union([z.int().min(0).max(1_000_000), z.literal('unlimited')]).nullable(),
  }),
});

export type PlatformLimits = z.infer<typeof platformLimits>;

/** The limits that hold, whoever has set them. */
export interface LimitsInForce {
  readonly maxEntries: number;
  readonly changesPerMonth: number | 'unlimited';
}

const none: PlatformLimits = { serverDomains: { maxEntries: null, changesPerMonth: null } };

/** What the database has: nothing, as long as no operator has set anything. */
export function readLimits(stored: string): PlatformLimits {
  const read = platformLimits.safeParse(JSON.parse(stored));
  return read.success ? read.data : none;
}

export function limitsInForce({ serverDomains }: PlatformLimits): LimitsInForce {
  const { maxEntries, changesPerMonth } = binance.serverDomains;
  return {
    maxEntries: serverDomains.maxEntries ?? maxEntries,
    changesPerMonth: serverDomains.changesPerMonth ?? changesPerMonth,
  };
}
