const KiB = 1024;
const MiB = 1024 * KiB;

/** What bounds a policy feed. Times are milliseconds, sizes bytes. docs/limits.md is compared with this by a test. */
export const policyFeedLimits = {
  /** A signed policy as the platform answers it. */
  policyBytes: MiB,
  /** The public keys of the platform. */
  keySetBytes: 256 * KiB,
  /** The header lines of one answer together. */
  headerBytes: 32 * KiB,
  /** From the question to the last byte of the answer, connection included. */
  answerTime: 15_000,
  /** When the platform is asked again where its answer does not say. */
  refresh: 5 * 60_000,
  /** It is not asked more often, whatever `max-age` says. */
  leastRefresh: 10_000,
  /** It is not asked less often, whatever `max-age` says. */
  longestRefresh: 60 * 60_000,
  /** After a failure it is asked again after this, and then after twice as long each time. */
  firstRetry: 1000,
  /** So long at most. */
  longestRetry: 5 * 60_000,
  /** Announcements do not make it be asked more often than this. */
  leastBetweenAnnounced: 1000,
  /** A stream of announcements that says nothing for so long, no comment either, is opened anew. */
  silence: 90_000,
  /** One announcement. */
  announcementBytes: 16 * KiB,
} as const;
