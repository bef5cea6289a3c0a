import type { AccelerationPolicy } from './acceleration.ts';
import { readAcceleration } from './acceleration-reader.ts';
import { apis } from './api.ts';
import type { Api } from './api.ts';
import { readBannedHosts } from './banned-hosts.ts';
import { readBannedOrigins } from './banned-origins.ts';
import { readBans } from './bans.ts';
import type { HostProfile } from './host-profile.ts';
import { isProfileName, profileNamed } from './host-profiles.ts';
import type { ProfileName } from './host-profiles.ts';
import { issue } from './issues.ts';
import type { PolicyIssue } from './issues.ts';
import { readServerDomains } from './lists.ts';
import type { ReadLists, ServerDomainLists } from './lists.ts';

/** What a platform grants one mini program. Immutable. */
export interface PolicyDocument {
  readonly appId: string;
  /** Grows with every change: 0, 1, 2, … */
  readonly version: number;
  /** Whether the program is the platform's own. */
  readonly firstParty?: boolean;
  /** The host profile in force; `binance` where none is named. */
  readonly profile?: ProfileName;
  /**
   * One list for all four APIs, or one for each. Of separate lists a missing one denies everything, except
   * that `connectSocket` falls back to `request`. Rules 1 to 3.
   */
  readonly serverDomains: ServerDomainLists;
  /** Hosts banned beside those of the profile. Rule 4. */
  readonly bannedHosts?: readonly string[];
  /** `scheme://host` or `scheme://host:port`, each banned by its host and port. Rule 4.4. */
  readonly bannedOrigins?: readonly string[];
  /** Where the calls of a first-party program may go instead. One that has a fault accelerates nothing. Rule 25. */
  readonly acceleration?: AccelerationPolicy;
  /** Milliseconds since the epoch. */
  readonly issuedAt?: number;
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number;
}

export type PolicyDocumentResult =
  | { readonly ok: true; readonly document: PolicyDocument; readonly ignored: readonly PolicyIssue[] }
  | { readonly ok: false; readonly issues: readonly PolicyIssue[] };

export interface PolicyDocumentOptions {
  /** Wins over the profile that the document names, as in `decide`. */
  readonly profile?: HostProfile | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

const fieldNames: ReadonlySet<string> = new Set<keyof PolicyDocument>([
  'appId',
  'version',
  'firstParty',
  'profile',
  'serverDomains',
  'bannedHosts',
  'bannedOrigins',
  'acceleration',
  'issuedAt',
  'expiresAt',
]);

/**
 * Reads a policy document, for example from `JSON.parse`. A fault of the document as a whole refuses it; a
 * bad entry of a list grants nothing and is reported in `ignored`, as is a field that nothing reads. A fault
 * of the acceleration policy leaves that policy out and is reported there too.
 *
 * @returns a deeply frozen copy with the entries in force, in their one spelling; or what is wrong
 * @example
 * const result = parsePolicyDocument({ appId: 'demo', version: 1, serverDomains: ['https://myserver.com', 'http://a.com'] });
 * if (result.ok) {
 *   result.document.serverDomains; // ['https://myserver.com']
 *   result.ignored[0]?.correction; // 'https://a.com'
 * }
 */
export function parsePolicyDocument(
  value: unknown,
  options: PolicyDocumentOptions = {},
): PolicyDocumentResult {
  if (typeof value !== 'object' || value === null) return { ok: false, issues: [issue('NOT_AN_OBJECT')] };
  const fields = copyJson(value);
  if (fields === undefined) return { ok: false, issues: [issue('NOT_JSON')] };
  if (!isRecord(fields)) return { ok: false, issues: [issue('NOT_AN_OBJECT')] };
  const issues: PolicyIssue[] = [];
  const read = <T>(at: keyof PolicyDocument, is: (field: unknown) => field is T): T | undefined => {
    const field = own(fields, at);
    if (field === undefined || is(field)) return field;
    issues.push(issue('INVALID_FIELD', { at }));
    return undefined;
  };
  const appId = read('appId', isText);
  const version = read('version', isCount);
  const firstParty = read('firstParty', isFlag);
  const named = read('profile', isText);
  const given = read('serverDomains', isListOrLists);
  const bannedHosts = read('bannedHosts', isList);
  const bannedOrigins = read('bannedOrigins', isList);
  const issuedAt = read('issuedAt', isCount);
  const expiresAt = read('expiresAt', isCount);
  for (const at of ['appId', 'version', 'serverDomains'] as const) {
    if (own(fields, at) === undefined) issues.push(issue('MISSING_FIELD', { at }));
  }
  if (named !== undefined && !isProfileName(named)) {
    issues.push(issue('UNKNOWN_PROFILE', { entry: named, at: 'profile' }));
  }
  for (const api of isRecord(given) ? apis : []) {
    const list = isRecord(given) ? own(given, api) : undefined;
    if (list !== undefined && !isList(list))
      issues.push(issue('INVALID_FIELD', { at: `serverDomains.${api}` }));
  }
  if (issues.length > 0 || appId === undefined || version === undefined) return { ok: false, issues };

  const profile = options.profile ?? profileNamed(named);
  const banned = readBans(profile, { bannedHosts, bannedOrigins });
  const lists = readServerDomains(given, profile, banned.bans);
  const acceleration = readAcceleration(own(fields, 'acceleration'), profile, banned.bans);
  const document: PolicyDocument = {
    appId,
    version,
    ...(firstParty === undefined ? {} : { firstParty }),
    ...(isProfileName(named) ? { profile: named } : {}),
    serverDomains: writeLists(given, lists),
    ...(bannedHosts === undefined
      ? {}
      : { bannedHosts: [...readBannedHosts({ bannedHosts: [] }, bannedHosts).hosts] }),
    ...(bannedOrigins === undefined ? {} : { bannedOrigins: readBannedOrigins(bannedOrigins).texts }),
    ...(acceleration.policy === undefined ? {} : { acceleration: acceleration.policy }),
    ...(issuedAt === undefined ? {} : { issuedAt }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
  return {
    ok: true,
    document: deepFreeze(document),
    ignored: [...findUnknownFields(fields), ...banned.issues, ...lists.issues, ...acceleration.issues],
  };
}

/** The entries in force, in the form in which the document gave them. */
function writeLists(given: unknown, { domains }: ReadLists): ServerDomainLists {
  const texts = (api: Api) => domains[api].map((domain) => domain.text);
  if (!isRecord(given)) return texts('request');
  return Object.fromEntries(
    apis.filter((api) => own(given, api) !== undefined).map((api) => [api, texts(api)]),
  );
}

function findUnknownFields(value: Fields): PolicyIssue[] {
  const { serverDomains } = value;
  const unread = Object.keys(value).filter((name) => !fieldNames.has(name));
  const lists = isRecord(serverDomains) ? Object.keys(serverDomains) : [];
  const unreadLists = lists.filter((name) => !apis.some((api) => api === name));
  return [
    ...unread.map((name) => issue('UNKNOWN_FIELD', { entry: name })),
    ...unreadLists.map((name) => issue('UNKNOWN_FIELD', { entry: name, at: 'serverDomains' })),
  ];
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOrLists(value: unknown): value is readonly unknown[] | Fields {
  return typeof value === 'object' && value !== null;
}

/** Plain data that nobody else holds: getters are read, and may throw, here and once. */
function copyJson(value: object): unknown {
  try {
    return JSON.parse(JSON.stringify(value)) as unknown;
  } catch {
    return undefined;
  }
}

/** A field that the value has itself, not one of its prototype. */
function own(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function deepFreeze<T>(value: T): T {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    Object.freeze(next);
    for (const inner of Object.values(next)) open.push(inner);
  }
  return value;
}
