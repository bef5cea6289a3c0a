/**
 * What bounds the choice of a server, beside what an acceleration policy sets. Times are milliseconds.
 * docs/limits.md is compared with this table by a test.
 */
export const choiceLimits = {
  /** The time constant of latencies: what is older by this counts a third. */
  latencyDecay: 10_000,
  /** The same of what a server is like in the long run. */
  longDecay: 200_000,
  /** The same of failures. */
  failureDecay: 30_000,
  /** How much one failure among calls raises the share of failures. */
  failureStep: 0.1,
  /** What a failure costs, in the time that a call takes. */
  failurePrice: 2000,
  /** A smaller difference of latencies is none. */
  latencySlack: 2,
  /** A server that costs this many times the best one is left without a probe of the better one. */
  plainlyWorse: 2,
  /** So fresh has a measurement to be for a change to a server that is only somewhat better. */
  confirmation: 5000,
  /** A call that waits for this many times the usual first byte, and `suspicion` more, speaks against its server. */
  suspicionFactor: 3,
  suspicion: 100,
  /** How many times the usual first byte is waited for before a call goes to another server as well. */
  patienceFactor: 6,
  leastPatience: 1000,
  longestPatience: 8000,
  /** A kept connection that waited so long for a request may end without a fault of its server. */
  idleTime: 2000,
  /** How long one server is tried alone before the next is tried beside it. RFC 8305, 5. */
  attemptHeadStart: 250,
  leastAttemptHeadStart: 50,
  /** Requests beside those of programs, for each of theirs: probes, and calls that go to a second server because they are late. */
  extraRequests: 0.01,
  /** As many may be saved up. */
  savedRequests: 8,
  /** As many may be made before programs have made any. */
  firstRequests: 4,
  /** Of those saved as many are kept for calls that are late. */
  keptForLate: 3,
  /** The same of connections without a request, which probes make. */
  extraConnections: 0.05,
  savedConnections: 8,
  firstConnections: 16,
  /** A server that may be better than the one in use is measured again after this. */
  refresh: 8_000,
  /** How often it is looked whether a probe is due. */
  probeInterval: 1000,
  /** Probes of one policy that run together. */
  probesAtOnce: 4,
  /** A probe that was not answered by then failed. */
  probeTime: 3000,
  /** Of what was measured the latest is written to the disk so often, and when a program is hidden or closed. */
  keepInterval: 60_000,
  /** A file with measurements that is longer was not written here. */
  memoryBytes: 262_144,
  /** Networks of the device whose measurements are kept; the oldest make place. */
  rememberedNetworks: 8,
  /** Older measurements are not kept. */
  longestMemory: 604_800_000,
} as const;
