import type { Api } from './api.ts';
import { judgeAddress } from './address.ts';
import { findBan, readBans } from './bans.ts';
import type { Bans } from './bans.ts';
import { findPortFault } from './endpoint.ts';
import {
  hostKind,
  isDnsName,
  isLocalhost,
  toAsciiHostname,
  withBrackets,
  withoutTrailingDots,
} from './host.ts';
import type { HostProfile } from './host-profile.ts';
import { issue } from './issues.ts';
import type { IssueCode, PolicyIssue } from './issues.ts';
import { binance } from './profiles/binance.ts';
import { takeApart } from './written-entry.ts';
import type { WrittenEntry } from './written-entry.ts';

/** A server domain: one exact host, and one exact port or none. */
export interface ServerDomain {
  /** Its one spelling: lower-case, `https://host` or `https://host:port`. */
  readonly text: string;
  readonly scheme: 'https' | 'wss';
  /** Lower-case ASCII. */
  readonly hostname: string;
  /** `undefined` where none is written, which differs from a written 443. Rule 3. */
  readonly port: number | undefined;
}

export type ServerDomainResult =
  | { readonly ok: true; readonly domain: ServerDomain }
  | { readonly ok: false; readonly issue: PolicyIssue };

export interface ServerDomainOptions {
  /** The list that the entry is for; a `wss` entry is legal for `connectSocket` only. Default `request`. */
  readonly api?: Api;
  /** Whose banned hosts apply. Default: the profile `binance`. */
  readonly profile?: Pick<HostProfile, 'bannedHosts'>;
}

const longestEntry = 2048;
// oxlint-disable-next-line no-control-regex
const blank = /[\s\u0000-\u001f\u007f-\u009f]/;
const nonAscii = /[^\x00-\x7f]/;

/**
 * Reads one server domain: `https://host` or `https://host:port`, nothing else. Rules 2 to 4.
 *
 * @returns the domain, or why it is none, with the corrected text where there is one
 * @example
 * parseServerDomain('https://MyServer.com:8443'); // { ok: true, domain: { text: 'https://myserver.com:8443', … } }
 * const result = parseServerDomain('http://myserver.com/');
 * if (!result.ok) result.issue.correction; // 'https://myserver.com'
 */
export function parseServerDomain(text: unknown, options: ServerDomainOptions = {}): ServerDomainResult {
  const { api = 'request', profile = binance } = options;
  return parseEntry(text, api, readBans(profile).bans);
}

/** The same with bans that were read before, for lists. */
export function parseEntry(text: unknown, api: Api, bans: Bans): ServerDomainResult {
  if (typeof text !== 'string') return refuse('NOT_TEXT');
  if (text === '') return refuse('EMPTY', text);
  if (text.length > longestEntry) return refuse('TOO_LONG', text);

  const trimmed = text.trim();
  if (trimmed !== text) return refuse('WHITE_SPACE', text, validText(trimmed, api, bans));
  if (blank.test(text)) return refuse('WHITE_SPACE', text);
  if (text.includes('\\')) return refuse('BACKSLASH', text, validText(text.replaceAll('\\', '/'), api, bans));

  const written = takeApart(text);
  const hostname = written.host === undefined ? undefined : toAsciiHostname(written.host);
  const code = findFault(written, hostname, api, bans);
  if (code !== undefined) {
    const candidate = candidateFor(written, hostname, api);
    const differs = candidate !== undefined && candidate !== text;
    return refuse(code, text, differs ? validText(candidate, api, bans) : undefined);
  }
  if (hostname === undefined) return refuse('INVALID_HOSTNAME', text);

  const scheme = written.scheme === 'wss' ? 'wss' : 'https';
  const port = written.port === undefined ? undefined : Number(written.port);
  const domain: ServerDomain = {
    text: `${scheme}://${hostname}${port === undefined ? '' : `:${port}`}`,
    scheme,
    hostname,
    port,
  };
  return coversBannedOnly(domain, bans)
    ? refuse('BANNED_ORIGIN', text)
    : { ok: true, domain: Object.freeze(domain) };
}

/** A `wss` entry without a port may cover other ports of its host too. */
function coversBannedOnly({ scheme, hostname, port }: ServerDomain, bans: Bans): boolean {
  if (scheme === 'wss' && port === undefined) return false;
  return findBan(bans, { hostname, port: port ?? 443 }) !== undefined;
}

function findFault(
  written: WrittenEntry,
  hostname: string | undefined,
  api: Api,
  bans: Bans,
): IssueCode | undefined {
  if (written.host === '') return 'EMPTY_HOST';
  if (written.host?.includes('*')) return 'WILDCARD';
  if (hostname === undefined) return 'INVALID_HOSTNAME';
  const ofHost = findHostFault(hostname, bans);
  if (ofHost !== undefined) return ofHost;
  if (written.userinfo) return 'USERINFO';
  const ofScheme = findSchemeFault(written, api);
  if (ofScheme !== undefined) return ofScheme;
  if (nonAscii.test(written.host ?? '')) return 'NON_ASCII';
  if (/[^a-z0-9.-]/i.test(written.host ?? '')) return 'INVALID_CHARACTER';
  if (hostname.endsWith('.')) return 'TRAILING_DOT';
  if (!isDnsName(hostname)) return 'INVALID_HOSTNAME';
  if (written.port !== undefined) {
    const ofPort = findPortFault(written.port);
    if (ofPort !== undefined) return ofPort;
  }
  if (written.tail.startsWith('/')) return 'PATH';
  if (written.tail.startsWith('?')) return 'QUERY';
  return written.tail.startsWith('#') ? 'FRAGMENT' : undefined;
}

function findHostFault(hostname: string, bans: Bans): IssueCode | undefined {
  if (bans.hosts.has(withoutTrailingDots(hostname))) return 'BANNED_HOST';
  const kind = hostKind(hostname);
  if (kind === 'ipv4' && judgeAddress(hostname).class === 'private') return 'LAN_ADDRESS';
  if (kind !== 'name') return 'IP_ADDRESS';
  return isLocalhost(hostname) ? 'LOCALHOST' : undefined;
}

function findSchemeFault({ scheme, slashes, doubled }: WrittenEntry, api: Api): IssueCode | undefined {
  if (scheme === undefined) return 'NO_SCHEME';
  if (doubled) return 'DOUBLED_SCHEME';
  if (slashes !== '//') return 'WRONG_SLASHES';
  if (scheme === 'wss') return api === 'connectSocket' ? undefined : 'WSS_ELSEWHERE';
  return scheme === 'https' ? undefined : 'NOT_HTTPS';
}

/** What was probably meant; what is left out is never a part of the host name. */
function candidateFor(
  { scheme, host, port }: WrittenEntry,
  hostname: string | undefined,
  api: Api,
): string | undefined {
  if (hostname === undefined || host === '') return undefined;
  const socket = (scheme === 'wss' || scheme === 'ws') && api === 'connectSocket';
  const number = port === undefined ? '' : port.replace(/^0+(?=[0-9])/, '');
  const origin = `${socket ? 'wss' : 'https'}://${withBrackets(withoutTrailingDots(hostname))}`;
  return number === '' ? origin : `${origin}:${number}`;
}

/** A candidate, corrected further where it needs to be; nothing where no correction makes it valid. */
function validText(candidate: string, api: Api, bans: Bans): string | undefined {
  const result = parseEntry(candidate, api, bans);
  return result.ok ? result.domain.text : result.issue.correction;
}

function refuse(code: IssueCode, entry?: string, correction?: string): ServerDomainResult {
  return {
    ok: false,
    issue: issue(code, {
      ...(entry === undefined ? {} : { entry }),
      ...(correction === undefined ? {} : { correction }),
    }),
  };
}
