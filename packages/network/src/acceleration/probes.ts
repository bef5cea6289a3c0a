import type { ExtraBudget } from './budget.ts';
import { choiceLimits } from './limits.ts';
import type { Server } from './server.ts';

/** What is to be found out about a candidate. */
export interface Probe {
  readonly origin: string;
  /** Only TCP and TLS, or a HEAD of the probe path as well. */
  readonly kind: 'connection' | 'request';
}

interface ProbeCircumstances {
  readonly now: number;
  readonly current: Server | undefined;
  /** One that would be changed to if its measurement were fresh. */
  readonly awaited: Server | undefined;
  readonly serving: number;
  readonly timeToLive: number;
  readonly requests: ExtraBudget;
  readonly connections: ExtraBudget;
}

/**
 * Whom to probe now: those whose ejection is over, then the one that is waited for, then those never measured, then
 * those whose measurement is old, the most promising first. Where the way is all that may have changed, a connection is
 * enough.
 */
export function probesDue(servers: readonly Server[], circumstances: ProbeCircumstances): Probe[] {
  const { now } = circumstances;
  const running = servers.filter((server) => server.isProbed(now)).length;
  const due: Probe[] = [];
  const free = servers.filter((server) => !server.isProbed(now));
  for (const server of free.toSorted((a, b) => urgency(b, circumstances) - urgency(a, circumstances))) {
    if (running + due.length >= choiceLimits.probesAtOnce) break;
    const kind = kindOf(server, circumstances);
    if (kind === undefined) continue;
    server.probeStarted(now);
    due.push({ origin: server.candidate.origin, kind });
  }
  return due;
}

function urgency(server: Server, circumstances: ProbeCircumstances): number {
  const { now, awaited } = circumstances;
  if (server.state(now) === 'returning') return Infinity;
  if (server === awaited) return Number.MAX_VALUE;
  return server.measuredAt === undefined
    ? Number.MAX_SAFE_INTEGER
    : gain(server, circumstances) * (now - server.measuredAt);
}

function kindOf(server: Server, circumstances: ProbeCircumstances): Probe['kind'] | undefined {
  const { now, current, awaited, timeToLive, requests, connections } = circumstances;
  const state = server.state(now);
  if (state === 'ejected' || (state === 'healthy' && server === current)) return undefined;
  if (state === 'returning') {
    if (isAboutTheWay(server)) return connections.take() ? 'connection' : undefined;
    return requests.take() ? 'request' : undefined;
  }
  if (server === awaited && requests.take(choiceLimits.keptForLate)) return 'request';
  const { measuredAt } = server;
  const age = measuredAt === undefined ? Infinity : now - measuredAt;
  const due = gain(server, circumstances) > 0 ? Math.min(choiceLimits.refresh, timeToLive) : timeToLive;
  return age > due && connections.take() ? 'connection' : undefined;
}

/** Whether a connection proves that what led to its ejection is over. */
function isAboutTheWay({ measurements: { health } }: Server): boolean {
  return health.ejection?.why === 'unreachable' || health.ejection?.why === 'certificate';
}

/** What a call may be faster by there, in milliseconds. */
function gain(server: Server, { now, current, serving }: ProbeCircumstances): number {
  return Math.max((current?.cost(now, serving) ?? 0) - server.hope(now), 0);
}
