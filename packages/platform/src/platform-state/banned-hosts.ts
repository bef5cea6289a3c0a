import { parsePolicyDocument } from '@minigate/policy';
import { ApiError } from '../errors.ts';

/**
 * Banned hosts as the policy package reads them: each once, in its one spelling, sorted.
 *
 * @throws ApiError `INVALID_BANNED_HOSTS`, with one issue for each entry that is no host
 */
export function judgeBannedHosts(hosts: readonly string[]): readonly string[] {
  const read = parsePolicyDocument({ appId: 'platform', version: 0, serverDomains: [], bannedHosts: hosts });
  const issues = read.ok ? read.ignored : read.issues;
  if (!read.ok || issues.length > 0) throw new ApiError('INVALID_BANNED_HOSTS', { details: { issues } });
  return (read.document.bannedHosts ?? []).toSorted();
}
