const KiB = 1024;

/**
 * What bounds a diagnosis, whatever the server does. Times are milliseconds, sizes bytes, of text: UTF-16 units.
 * docs/limits.md is compared with this table by a test.
 */
export const diagnosisLimits = {
  /** For one phase where the caller names no other time: a look-up, a connection, a handshake, an answer. */
  phaseTime: 10_000,
  /** The longest time that a caller can name for a phase. */
  longestPhaseTime: 30_000,
  /** For all phases together: the last ones get less where others took long. */
  totalTime: 60_000,
  /** How often each candidate of an acceleration policy is tried. */
  trials: 3,
  /** Of an answer's body as much is read, after content decoding. */
  bodyBytes: 256 * KiB,
  /** The same as it comes over the wire. */
  wireBytes: 1024 * KiB,
  /** Addresses of one name that the report lists; all are judged. */
  addresses: 16,
  /** Certificates of one chain that are looked at. */
  certificates: 10,
  /** Host names of one certificate that the report lists; all are compared. */
  certificateNames: 20,
  /** Of one text of the server the report has as much. */
  quotedText: 200,
} as const;
