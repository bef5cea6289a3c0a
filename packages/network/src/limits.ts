const KiB = 1024;
const MiB = 1024 * KiB;

/**
 * What bounds a call and is the same for every host; the rest is in the host profile. Times are
 * milliseconds, sizes bytes, of text: UTF-16 units. docs/limits.md is compared with this table by a test.
 */
export const networkLimits = {
  /** For the look-up of a name, TCP and TLS together. */
  connectTime: 30_000,
  /** How long one address is tried alone before the next is tried beside it. RFC 8305, 5. */
  addressHeadStart: 250,
  /** How long an unused connection is kept, where the server does not say. */
  idleConnectionTime: 4_000,
  /** How long it is kept at most, whatever the server says. */
  longestIdleConnectionTime: 60_000,
  /** The longest timeout that a timer can count. */
  longestTimeout: 2 ** 31 - 1,
  /** Of a redirect's body more is not waited for; its connection is given up. */
  redirectBody: 16 * KiB,
  /** Codings in one Content-Encoding; a body with more passes through untouched. */
  contentCodings: 4,
  /** Of text whose encoding nobody declares, as much is looked at. */
  detectionSample: 64 * KiB,
  /** What waits for the disk; above it the server is made to pause. */
  fileBacklog: 2 * MiB,
  /** Where the size of a download is unknown, progress is told for each of these. */
  progressStep: 256 * KiB,
  /** Of a malformed URL as much is said again in `errMsg`. */
  quotedUrl: 1024,
  /** Of a URL as much is told to those who watch when the call is made. */
  watchedUrl: 64 * KiB,
  /** Of a method that is none as much is told to those who watch. */
  watchedMethod: 64,
} as const;
