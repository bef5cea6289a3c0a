import { apis } from './api.ts';
import type { Api } from './api.ts';
import type { Bans } from './bans.ts';
import { asArray, textOf } from './foreign.ts';
import type { HostProfile } from './host-profile.ts';
import { issue } from './issues.ts';
import type { PolicyIssue } from './issues.ts';
import { parseEntry } from './server-domain.ts';
import type { ServerDomain } from './server-domain.ts';

/** The lists of server domains as a policy document writes them. */
export type ServerDomainLists = readonly string[] | { readonly [A in Api]?: readonly string[] };

/** Server domains that were read, and what was wrong with the rest. A bad entry grants nothing. */
export interface ReadLists {
  /** Of each API its own list; where the document has one list for all, the same four times. */
  readonly domains: Readonly<Record<Api, readonly ServerDomain[]>>;
  readonly issues: readonly PolicyIssue[];
}

/**
 * Reads `serverDomains`. One list serves all four APIs, its `wss` entries `connectSocket` only; of separate
 * lists a missing one is empty, except that `connectSocket` falls back to `request`. Never throws.
 */
export function readServerDomains(value: unknown, profile: HostProfile, bans: Bans): ReadLists {
  if (Array.isArray(value)) {
    const { domains, issues } = readList(value, {
      api: 'connectSocket',
      at: 'serverDomains',
      profile,
      bans,
    });
    return {
      domains: { request: domains, downloadFile: domains, uploadFile: domains, connectSocket: domains },
      issues,
    };
  }
  const lists = typeof value === 'object' && value !== null ? value : {};
  const domains: Record<Api, readonly ServerDomain[]> = {
    request: [],
    downloadFile: [],
    uploadFile: [],
    connectSocket: [],
  };
  const issues: (readonly PolicyIssue[])[] = [];
  for (const api of apis) {
    const list: unknown = Object.hasOwn(lists, api) ? Reflect.get(lists, api) : undefined;
    if (list === undefined) {
      if (api === 'connectSocket') domains.connectSocket = domains.request;
      continue;
    }
    const read = readList(asArray(list), { api, at: `serverDomains.${api}`, profile, bans });
    domains[api] = read.domains;
    issues.push(read.issues);
  }
  return { domains, issues: issues.flat() };
}

interface ListPlace {
  readonly api: Api;
  readonly at: string;
  readonly profile: HostProfile;
  readonly bans: Bans;
}

function readList(
  entries: readonly unknown[],
  { api, at, profile, bans }: ListPlace,
): { domains: readonly ServerDomain[]; issues: PolicyIssue[] } {
  const domains = new Map<string, ServerDomain>();
  const issues: PolicyIssue[] = [];
  for (const [index, entry] of entries.entries()) {
    const place = `${at}[${index}]`;
    const result = parseEntry(entry, api, bans);
    if (!result.ok) issues.push({ ...result.issue, at: place });
    else if (domains.has(result.domain.text))
      issues.push(issue('DUPLICATE', { ...textOf(entry), at: place }));
    else domains.set(result.domain.text, result.domain);
  }
  if (domains.size > profile.serverDomains.maxEntries) issues.push(issue('TOO_MANY_ENTRIES', { at }));
  return { domains: [...domains.values()], issues };
}
