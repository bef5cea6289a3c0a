import type { Ejection, HealthState } from './health.ts';
import type { Server } from './server.ts';

/** A candidate as it is shown to people. Times are milliseconds; what was not measured is `undefined`. */
export interface CandidateView {
  readonly origin: string;
  readonly state: HealthState;
  /** The last one. */
  readonly ejection: Ejection | undefined;
  readonly cost: number | undefined;
  readonly firstByte: number | undefined;
  readonly connect: number | undefined;
  /** Since it was last measured. */
  readonly age: number | undefined;
  readonly chosen: boolean;
}

export function viewOf(
  server: Server,
  { now, serving, current }: { now: number; serving: number; current: Server | undefined },
): CandidateView {
  const { candidate, measurements, measuredAt } = server;
  return {
    origin: candidate.origin,
    state: server.state(now),
    ejection: measurements.health.ejection,
    cost: server.cost(now, serving),
    firstByte: measurements.firstByte?.value,
    connect: measurements.connect?.value,
    age: measuredAt === undefined ? undefined : now - measuredAt,
    chosen: server === current,
  };
}
