import { readBannedHosts } from './banned-hosts.ts';
import type { BannedHosts } from './banned-hosts.ts';
import { placeOf, readBannedOrigins } from './banned-origins.ts';
import type { BannedOrigins } from './banned-origins.ts';
import type { Origin } from './target.ts';
import { withoutTrailingDots } from './host.ts';
import type { HostProfile } from './host-profile.ts';
import type { PolicyIssue } from './issues.ts';

/** What no mini program may call, whatever its list says. Rule 4. */
export interface Bans {
  readonly hosts: BannedHosts;
  readonly origins: BannedOrigins;
}

/** The bans of a profile and those that a document adds. */
export function readBans(
  profile: Pick<HostProfile, 'bannedHosts'>,
  added: { readonly bannedHosts?: unknown; readonly bannedOrigins?: unknown } = {},
): { bans: Bans; issues: PolicyIssue[] } {
  const hosts = readBannedHosts(profile, added.bannedHosts);
  const origins = readBannedOrigins(added.bannedOrigins);
  return {
    bans: { hosts: hosts.hosts, origins: origins.places },
    issues: [...hosts.issues, ...origins.issues],
  };
}

/** Which ban a host and the port that is dialled come under; `undefined` where none. */
export function findBan(
  { hosts, origins }: Bans,
  { hostname, port }: Pick<Origin, 'hostname' | 'port'>,
): 'BANNED_HOST' | 'BANNED_ORIGIN' | undefined {
  if (hosts.has(withoutTrailingDots(hostname))) return 'BANNED_HOST';
  return origins.size > 0 && origins.has(placeOf(hostname, port)) ? 'BANNED_ORIGIN' : undefined;
}
