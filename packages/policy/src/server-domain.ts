import type { Api } from './api.ts';
import { judgeAddress } from './address.ts';
import { endOfAuthority, findPortColon, findPortFault } from './endpoint.ts';
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
const schemeAndSlashes = /^([a-z][a-z0-9+.-]*):(\/*)/i;
const knownScheme = /^(?:https?|wss?|tcp|udp)$/i;
const innerScheme = /^(?:https?|wss?|tcp|udp):\/\//i;

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
  if (typeof text !== 'string') return refuse('NOT_TEXT');
  if (text === '') return refuse('EMPTY', text);
  if (text.length > longestEntry) return refuse('TOO_LONG', text);

  const trimmed = text.trim();
  if (trimmed !== text) return refuse('WHITE_SPACE', text, validText(trimmed, options));
  if (blank.test(text)) return refuse('WHITE_SPACE', text);
  if (text.includes('\\')) return refuse('BACKSLASH', text, validText(text.replaceAll('\\', '/'), options));

  const written = takeApart(text);
  const hostname = written.host === undefined ? undefined : toAsciiHostname(written.host);
  const code = findFault(written, hostname, options);
  if (code !== undefined) return refuse(code, text, correct(written, hostname, text, options));
  if (hostname === undefined) return refuse('INVALID_HOSTNAME', text);

  const scheme = written.scheme === 'wss' ? 'wss' : 'https';
  const port = written.port === undefined ? undefined : Number(written.port);
  const domain: ServerDomain = {
    text: `${scheme}://${hostname}${port === undefined ? '' : `:${port}`}`,
    scheme,
    hostname,
    port,
  };
  return { ok: true, domain: Object.freeze(domain) };
}

/** An entry in its parts, as written. */
interface Written {
  /** Lower-case; `undefined` where none is written. */
  readonly scheme: string | undefined;
  readonly slashes: string;
  readonly doubled: boolean;
  readonly userinfo: boolean;
  /** `undefined` where the brackets or colons around it cannot be read. */
  readonly host: string | undefined;
  readonly port: string | undefined;
  /** What follows the port: from the first `/`, `?` or `#`. */
  readonly tail: string;
}

function takeApart(text: string): Written {
  const first = matchScheme(text);
  let rest = first === undefined ? text : text.slice(first.length);
  let schemes = first === undefined ? 0 : 1;
  for (let inner = innerScheme.exec(rest); inner !== null; inner = innerScheme.exec(rest)) {
    schemes += 1;
    rest = rest.slice(inner[0].length);
  }
  if (schemes === 0 && rest.startsWith('//')) rest = rest.slice(2);
  const end = endOfAuthority(rest, 0);
  const authority = rest.slice(0, end);
  const afterUserinfo = authority.slice(authority.lastIndexOf('@') + 1);
  const colon = findPortColon(afterUserinfo);
  const readable = typeof colon === 'number';
  return {
    scheme: first?.scheme,
    slashes: first?.slashes ?? '',
    doubled: schemes > 1,
    userinfo: authority.includes('@'),
    host: readable ? afterUserinfo.slice(0, colon < 0 ? undefined : colon) : undefined,
    port: readable && colon >= 0 ? afterUserinfo.slice(colon + 1) : undefined,
    tail: rest.slice(end),
  };
}

/** A scheme at the beginning; `myserver.com:8080` has none, it is a host and a port. */
function matchScheme(text: string): { scheme: string; slashes: string; length: number } | undefined {
  const [whole, scheme, slashes] = schemeAndSlashes.exec(text) ?? [];
  if (whole === undefined || scheme === undefined || slashes === undefined) return undefined;
  if (slashes !== '//' && !knownScheme.test(scheme)) return undefined;
  return { scheme: scheme.toLowerCase(), slashes, length: whole.length };
}

function findFault(
  written: Written,
  hostname: string | undefined,
  { api = 'request', profile = binance }: ServerDomainOptions,
): IssueCode | undefined {
  if (written.host === '') return 'EMPTY_HOST';
  if (written.host?.includes('*')) return 'WILDCARD';
  if (hostname === undefined) return 'INVALID_HOSTNAME';
  const ofHost = findHostFault(hostname, profile);
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

function findHostFault(hostname: string, profile: Pick<HostProfile, 'bannedHosts'>): IssueCode | undefined {
  const name = withoutTrailingDots(hostname);
  if (profile.bannedHosts.some((banned) => normaliseBannedHost(banned) === name)) return 'BANNED_HOST';
  const kind = hostKind(hostname);
  if (kind === 'ipv4' && judgeAddress(hostname).class === 'private') return 'LAN_ADDRESS';
  if (kind !== 'name') return 'IP_ADDRESS';
  return isLocalhost(hostname) ? 'LOCALHOST' : undefined;
}

function findSchemeFault({ scheme, slashes, doubled }: Written, api: Api): IssueCode | undefined {
  if (scheme === undefined) return 'NO_SCHEME';
  if (doubled) return 'DOUBLED_SCHEME';
  if (slashes !== '//') return 'WRONG_SLASHES';
  if (scheme === 'wss') return api === 'connectSocket' ? undefined : 'WSS_ELSEWHERE';
  return scheme === 'https' ? undefined : 'NOT_HTTPS';
}

/**
 * The form in which banned hosts are compared: lower-case ASCII without trailing dots; `undefined` where the
 * text is no host. Rule 4.
 */
export function normaliseBannedHost(text: unknown): string | undefined {
  const hostname = typeof text === 'string' ? toAsciiHostname(text) : undefined;
  const name = hostname === undefined ? '' : withoutTrailingDots(hostname);
  return name === '' ? undefined : name;
}

/** What was probably meant, if that is a server domain; what is left out is never a part of the host name. */
function correct(
  { scheme, host, port }: Written,
  hostname: string | undefined,
  text: string,
  options: ServerDomainOptions,
): string | undefined {
  if (hostname === undefined || host === '') return undefined;
  const socket = (scheme === 'wss' || scheme === 'ws') && options.api === 'connectSocket';
  const number = port === undefined ? '' : port.replace(/^0+(?=[0-9])/, '');
  const candidate = `${socket ? 'wss' : 'https'}://${withBrackets(withoutTrailingDots(hostname))}${number === '' ? '' : `:${number}`}`;
  return candidate === text ? undefined : validText(candidate, options);
}

function validText(candidate: string, options: ServerDomainOptions): string | undefined {
  const result = parseServerDomain(candidate, options);
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
