/** What an acceleration policy may hold; docs/limits.md shows this table. Times are milliseconds. */
export const accelerationLimits = {
  /** Each client measures all of them. */
  mostCandidates: 16,
  longestRegion: 32,
  longestProbePath: 256,
  mostWeight: 1000,
  mostPriority: 100,
  mostNearBest: 10,
  mostConsecutiveFailures: 100,
  leastFailureRate: 0.01,
  leastEjection: 1000,
  longestEjection: 3_600_000,
  leastTimeToLive: 10_000,
  longestTimeToLive: 86_400_000,
  /** Of a policy that has more faults no more are told. */
  mostIssues: 32,
} as const;
