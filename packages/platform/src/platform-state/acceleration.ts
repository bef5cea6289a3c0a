import { parsePolicyDocument, type PolicyDocument } from '@minigate/policy';
import { ApiError } from '../errors.ts';

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
  const program = { appId: 'platform', version: 0, serverDomains: [] };
  const read = parsePolicyDocument({ ...program, ...bans, acceleration });
  const issues = read.ok ? read.ignored : read.issues;
  if (!read.ok || issues.length > 0) throw new ApiError('INVALID_ACCELERATION', { details: { issues } });
  return JSON.stringify(read.document.acceleration);
}
