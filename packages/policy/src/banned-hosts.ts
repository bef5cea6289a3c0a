import { asArray, textOf } from './foreign.ts';
import { toAsciiHostname, withoutTrailingDots } from './host.ts';
import type { HostProfile } from './host-profile.ts';
import { issue } from './issues.ts';
import type { PolicyIssue } from './issues.ts';

/** Hosts in the form in which they are compared: lower-case ASCII without trailing dots. */
export type BannedHosts = ReadonlySet<string>;

/** The banned hosts of a profile and those that a document adds. Rule 4. */
export function readBannedHosts(
  profile: Pick<HostProfile, 'bannedHosts'>,
  added: unknown,
): { hosts: BannedHosts; issues: PolicyIssue[] } {
  const hosts = new Set<string>();
  const issues: PolicyIssue[] = [];
  for (const text of profile.bannedHosts) {
    const host = normalise(text);
    if (host !== undefined) hosts.add(host);
  }
  for (const [index, text] of asArray(added).entries()) {
    const host = normalise(text);
    if (host !== undefined) hosts.add(host);
    else issues.push(issue('INVALID_BANNED_HOST', { ...textOf(text), at: `bannedHosts[${index}]` }));
  }
  return { hosts, issues };
}

function normalise(text: unknown): string | undefined {
  const hostname = typeof text === 'string' ? toAsciiHostname(text) : undefined;
  const name = hostname === undefined ? '' : withoutTrailingDots(hostname);
  return name === '' ? undefined : name;
}
