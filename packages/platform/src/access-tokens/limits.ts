const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** What bounds access tokens. Times are milliseconds. */
export const tokenLimits = {
  /** From its issue to its end. */
  lifetime: 2 * 3600 * SECOND,
  /** This long before its end a token is replaced, and both are valid until then. */
  overlap: 5 * MINUTE,
  /** From one forced refresh to the next, at least. */
  forcedApart: 30 * SECOND,
  forcedPerDay: 20,
  /** How old what a verdict rests on may be. */
  verdictAge: 1 * SECOND,
  /** Mini programs whose state is remembered at a time. */
  rememberedPrograms: 10_000,
  /** Requests of one mini program for its token, where operators have set nothing else. */
  requestsPerMinute: 10_000,
  requestsPerDay: 500_000,
  /** Wrong AppSecrets of one mini program from one address, in `wrongSecretsTime`. */
  wrongSecrets: 10,
  /** Refusals of one mini program that the audit log keeps, in `wrongSecretsTime`. */
  keptRefusals: 100,
  wrongSecretsTime: 5 * MINUTE,
  minute: MINUTE,
  day: DAY,
} as const;
