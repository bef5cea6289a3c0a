import type { HostProfile } from './host-profile.ts';
import { profileNamed } from './host-profiles.ts';

/** Where the calls to one origin may go instead, as a policy document has it. Rule 25. */
export interface AccelerationPolicy {
  /** What programs call: `https://host`, without a port. Default: the profile's `acceleration.origin`. */
  readonly origin?: string;
  /** From 1 to 16 servers, each one once. The origin may be one of them. */
  readonly candidates: readonly AccelerationCandidate[];
  /** What a probe asks of a candidate: a path, with a query where needed. Default `/`. */
  readonly probePath?: string;
  readonly thresholds?: Partial<AccelerationThresholds>;
  /** How long a measurement counts as fresh, in milliseconds. Default 5 min. */
  readonly timeToLive?: number;
}

/** One server of an {@link AccelerationPolicy}. */
export interface AccelerationCandidate {
  /** `https://host` or `https://host:port`, written like a server domain; a port of 443 is left out when it is read. */
  readonly origin: string;
  /** Where it stands, in the platform's own words, such as `eu-west`. */
  readonly region?: string;
  /** Its part of the calls among those that are as good, from 1 to 1000. Default 1. */
  readonly weight?: number;
  /** Where nothing is measured the lowest comes first, from 0 to 100. Default 0. */
  readonly priority?: number;
}

/** From when on a candidate counts as far from the best, or as ill. Rule 25. */
export interface AccelerationThresholds {
  /** How many times the cost of the best one a candidate may have and still be as good. Default 1.1. */
  readonly nearBest: number;
  /** So many failures in a row eject. Default 3. */
  readonly consecutiveFailures: number;
  /** Such a share of failures among the last calls ejects. Default 0.2. */
  readonly failureRate: number;
  /** The first ejection, in milliseconds; each further one is twice as long. Default 10 s. */
  readonly ejectionTime: number;
  /** The longest ejection, in milliseconds. Default 1 min. */
  readonly longestEjection: number;
  /** If more than this share is ejected, all are used again. Default 0.5. */
  readonly ejectedShare: number;
}

/** An {@link AccelerationPolicy} with everything in it that it leaves to its defaults. */
export interface Acceleration {
  readonly origin: string;
  readonly candidates: readonly (Required<Omit<AccelerationCandidate, 'region'>> & {
    readonly region: string | undefined;
  })[];
  readonly probePath: string;
  readonly thresholds: AccelerationThresholds;
  readonly timeToLive: number;
}

const defaultThresholds: AccelerationThresholds = {
  nearBest: 1.1,
  consecutiveFailures: 3,
  failureRate: 0.2,
  ejectionTime: 10_000,
  longestEjection: 60_000,
  ejectedShare: 0.5,
};

/**
 * How the calls of a mini program are accelerated: not at all, unless the platform marked it as its own.
 *
 * @param document as `parsePolicyDocument` gives it
 * @param profile wins over the profile that the document names
 * @example
 * const acceleration = accelerationOf({ firstParty: true, acceleration: { candidates: [{ origin: 'https://fast.example.com' }] } });
 * acceleration?.origin; // 'https://www.binance.com'
 */
export function accelerationOf(
  document: {
    readonly firstParty?: boolean;
    readonly profile?: string;
    readonly acceleration?: AccelerationPolicy;
  },
  profile: Pick<HostProfile, 'acceleration'> = profileNamed(document.profile),
): Acceleration | undefined {
  const { firstParty, acceleration: policy } = document;
  return firstParty === true && policy !== undefined ? complete(policy, profile) : undefined;
}

function complete(policy: AccelerationPolicy, profile: Pick<HostProfile, 'acceleration'>): Acceleration {
  return {
    origin: policy.origin ?? profile.acceleration.origin,
    candidates: policy.candidates.map(({ origin, region, weight = 1, priority = 0 }) => ({
      origin,
      region,
      weight,
      priority,
    })),
    probePath: policy.probePath ?? '/',
    thresholds: { ...defaultThresholds, ...policy.thresholds },
    timeToLive: policy.timeToLive ?? 300_000,
  };
}
