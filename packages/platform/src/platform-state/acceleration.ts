import { parsePolicyDocument, type PolicyDocument, type PolicyIssue } from '@minigate/policy';
import { domainCheckLimits } from '../diagnostics/limits.ts';
import type { Surroundings } from '../diagnostics/surroundings.ts';
import { ApiError } from '../errors.ts';

const program = { appId: 'platform', version: 0, serverDomains: [] };

/**
 * The acceleration policy as it is stored, in its one spelling, judged by the policy package. An empty object
 * stands for none. Rule 25.
 *
 * @param bans of every policy document, which no candidate may come under
 * @throws ApiError `INVALID_ACCELERATION`
 */
export function judgeAcceleration(
  acceleration: Readonly<Record<string, unknown>>,
  bans: Pick<PolicyDocument, 'bannedHosts' | 'bannedOrigins'>,
): string {
  if (Object.keys(acceleration).length === 0) return '{}';
  const read = parsePolicyDocument({ ...program, ...bans, acceleration });
  const issues = read.ok ? read.ignored : read.issues;
  if (!read.ok || issues.length > 0) throw new ApiError('INVALID_ACCELERATION', { details: { issues } });
  return JSON.stringify(read.document.acceleration);
}

/**
 * Refuses candidates that clients would never reach: those whose name leads to an address that no client dials, as seen
 * from here. Rule 7. A name that leads nowhere yet is taken. Of the address its class is told, and nothing else.
 *
 * @param text as `judgeAcceleration` gives it
 * @throws ApiError `CANDIDATE_ADDRESS`, which names them
 */
export async function judgeAddresses(text: string, surroundings: Surroundings): Promise<void> {
  const read = parsePolicyDocument({ ...program, acceleration: JSON.parse(text) as unknown });
  const candidates = read.ok ? (read.document.acceleration?.candidates ?? []) : [];
  const hostnames = candidates.map(({ origin }) => new URL(origin).hostname);
  if (hostnames.length === 0) return;
  // Loaded when it is first needed: it would be a tenth of the time that a start takes.
  const { findRefusedNames } = await import('@minigate/network/diagnose');
  const { resolve, allowAddresses } = surroundings;
  const refused = await findRefusedNames(hostnames, {
    ...(resolve !== undefined && { resolve }),
    ...(allowAddresses !== undefined && { allowAddresses }),
    timeout: domainCheckLimits.checkPhaseTime,
  });
  if (refused.length === 0) return;
  const detail = refused.map(({ hostname, addressClass }) => `${hostname} (${addressClass})`).join(', ');
  throw new ApiError('CANDIDATE_ADDRESS', {
    detail,
    details: { hosts: refused.map(({ hostname }) => hostname) },
  });
}

/**
 * Refuses bans of hosts that the acceleration policy uses: a client that reads such a policy would accelerate nothing,
 * and nobody would be told.
 *
 * @param acceleration as it is stored
 * @throws ApiError `ACCELERATED_HOST`, which names the origins
 */
export function keepAccelerated(
  acceleration: Readonly<Record<string, unknown>>,
  bannedHosts: readonly string[],
): void {
  if (Object.keys(acceleration).length === 0) return;
  const read = parsePolicyDocument({ ...program, bannedHosts, acceleration });
  const issues = (read.ok ? read.ignored : read.issues).filter(isBanned);
  if (issues.length === 0) return;
  const detail = issues.map(({ entry }) => entry).join(', ');
  throw new ApiError('ACCELERATED_HOST', { detail, details: { issues } });
}

function isBanned({ code }: PolicyIssue): boolean {
  return code === 'BANNED_HOST';
}
