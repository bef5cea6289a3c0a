/** What bounds the domain check of the console. Times are milliseconds; docs/limits.md shows this table. */
export const domainCheckLimits = {
  /** Examinations of one mini program in any sixty minutes, on all replicas together. */
  checksPerHour: 20,
  /** Of all mini programs of one team: how many it has registered must not matter. */
  teamChecksPerHour: 100,
  /** Examinations that one replica makes at a time. */
  checksAtOnce: 8,
  /** One phase of an examination. */
  checkPhaseTime: 5000,
} as const;
