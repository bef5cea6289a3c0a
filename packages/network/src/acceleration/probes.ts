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
  readonly budget: ExtraBudget;
}

/**
 * Whom to probe now: those whose ejection is over, then the one that is waited for, then those never measured, then
 * those whose measurement is old, or aging and once better than what is used. A request needs the budget; a connection
 * makes none and is bounded by how often it is due.
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

function urgency(server: Server, { now, awaited }: ProbeCircumstances): number {
  if (server.state(now) === 'returning') return 3;
  if (server === awaited) return 2;
  return server.measuredAt === undefined ? 1 : 0;
}

function kindOf(server: Server, circumstances: ProbeCircumstances): Probe['kind'] | undefined {
  const { now, current, awaited, timeToLive, budget } = circumstances;
  const state = server.state(now);
  if (state === 'ejected') return undefined;
  if (state === 'returning') return budget.take() ? 'request' : undefined;
  if (server === awaited) return budget.take() ? 'request' : 'connection';
  if (server === current) return undefined;
  const { measuredAt } = server;
  if (measuredAt === undefined) return 'connection';
  const age = now - measuredAt;
  if (age <= timeToLive && !(age > timeToLive / 4 && isPromising(server, circumstances))) return undefined;
  return budget.take() ? 'request' : 'connection';
}

function isPromising(server: Server, { now, current, serving }: ProbeCircumstances): boolean {
  const cost = current?.cost(now, serving);
  return cost !== undefined && server.hope(now) < cost;
}
