import { binance } from '@minigate/policy';
import { z } from 'zod';

/** What bounds operators; docs/limits.md shows this table. */
export const operatorLimits = {
  /** The most that they can let one list hold. */
  mostEntries: 1000,
  /** Hosts that they can ban beside those of the host profile. */
  mostBannedHosts: 1000,
} as const;

/**
 * Where operators set other limits than the host profile has; null leaves the profile's in force.
 */
export const platformLimits = z.strictObject({
  serverDomains: z.strictObject({
    /** Entries of one list. */
    maxEntries: z.int().min(1).max(operatorLimits.mostEntries).nullable(),
    /** Changes of one mini program's lists in a calendar month (UTC). */
    changesPerMonth: z.union([z.int().min(0).max(1_000_000), z.literal('unlimited')]).nullable(),
  }),
  accessTokens: z
    .strictObject({
      /** Requests of one mini program for its token, in a minute. */
      requestsPerMinute: z.int().min(1).max(1_000_000).nullable(),
      /** In a day (UTC). */
      requestsPerDay: z.int().min(1).max(1_000_000_000).nullable(),
    })
    .optional(),
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
