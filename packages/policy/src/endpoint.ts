import { findForbiddenCharacter } from './characters.ts';
import { longestWrittenHost, withoutBrackets } from './host.ts';
import { readPlainEndpoint } from './plain-endpoint.ts';
import type { MalformedReason } from './reasons.ts';
import type { Target, UrlScheme } from './target.ts';

/** Longer URLs are refused unread, so that the work for one URL is bounded. */
export const longestUrl = 65_536;

const defaultPorts: Readonly<Record<UrlScheme, number>> = { https: 443, http: 80, wss: 443, ws: 80 };
const schemeForm = /^[a-z][a-z0-9+.-]*$/i;
const portForm = /^[1-9][0-9]{0,4}$/;

/**
 * Reads an absolute URL. Scheme, host and port come from the text as written, because `new URL` erases the
 * difference between no port, an empty one and a written default; the ASCII host and the path come from
 * `new URL`. What is not written strictly is refused, never repaired. Rules 3 and 5.
 *
 * @returns the endpoint, or the reason why there is none
 * @example
 * readEndpoint('https://MyServer.com:443/a b#c');
 * // { scheme: 'https', hostname: 'myserver.com', port: 443, explicitPort: '443',
 * //   authority: 'MyServer.com:443', path: '/a%20b' }
 * readEndpoint('https://myserver.com:/'); // 'EMPTY_PORT'
 */
export function readEndpoint(text: string): Target | MalformedReason {
  if (text === '') return 'EMPTY_URL';
  if (text.length > longestUrl) return 'URL_TOO_LONG';
  return readPlainEndpoint(text) ?? readAnyEndpoint(text);
}

function readAnyEndpoint(text: string): Target | MalformedReason {
  const forbidden = findForbiddenCharacter(text);
  if (forbidden !== undefined) return forbidden;

  const scheme = text.startsWith('https://') ? 'https' : readScheme(text);
  if (scheme === undefined) return namesScheme(text) ? 'UNSUPPORTED_SCHEME' : 'NOT_ABSOLUTE';
  const start = scheme.length + 3;
  if (!text.startsWith('://', scheme.length) || text.startsWith('/', start)) return 'WRONG_SLASHES';

  const end = endOfAuthority(text, start);
  const authority = text.slice(start, end);
  if (authority.includes('@')) return 'USERINFO';
  if (authority.length > longestWrittenHost) return 'INVALID_HOST';
  const portColon = findPortColon(authority);
  if (typeof portColon === 'string') return portColon;
  if (portColon === 0 || authority === '') return 'EMPTY_HOST';
  const explicitPort = portColon < 0 ? undefined : authority.slice(portColon + 1);
  if (explicitPort !== undefined) {
    const fault = findPortFault(explicitPort);
    if (fault !== undefined) return fault;
  }

  const url = parse(text);
  if (url === undefined) return 'INVALID_HOST';
  const hostname = withoutBrackets(url.hostname);
  const port = explicitPort === undefined ? defaultPorts[scheme] : Number(explicitPort);
  return { scheme, hostname, port, explicitPort, authority, path: pathOnTheWire(url.href, start) };
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** Why a written port cannot be one; `undefined` where it can. Rules 3 and 5. */
export function findPortFault(port: string): 'EMPTY_PORT' | 'LEADING_ZERO_PORT' | 'INVALID_PORT' | undefined {
  if (port === '') return 'EMPTY_PORT';
  if (portForm.test(port) && Number(port) <= 65_535) return undefined;
  return /^0[0-9]+$/.test(port) ? 'LEADING_ZERO_PORT' : 'INVALID_PORT';
}

/** Where the authority that begins at `start` ends. */
export function endOfAuthority(text: string, start: number): number {
  for (let index = start; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 47 || code === 63 || code === 35) return index;
  }
  return text.length;
}

/** The index of the colon before the port in an authority without userinfo, -1 where there is none. */
export function findPortColon(
  authority: string,
): number | 'NAME_IN_BRACKETS' | 'INVALID_HOST' | 'INVALID_PORT' {
  if (authority.startsWith('[')) {
    const close = authority.indexOf(']');
    if (close < 0) return 'INVALID_HOST';
    if (!authority.slice(1, close).includes(':')) return 'NAME_IN_BRACKETS';
    if (close === authority.length - 1) return -1;
    return authority.charCodeAt(close + 1) === 58 ? close + 1 : 'INVALID_HOST';
  }
  const colon = authority.indexOf(':');
  if (colon >= 0 && authority.includes(':', colon + 1)) return 'INVALID_PORT';
  return colon;
}

function readScheme(text: string): UrlScheme | undefined {
  switch (text.slice(0, Math.max(text.indexOf(':'), 0)).toLowerCase()) {
    case 'https':
      return 'https';
    case 'http':
      return 'http';
    case 'wss':
      return 'wss';
    case 'ws':
      return 'ws';
    default:
      return undefined;
  }
}

/** Whether what stands before the colon is a scheme, and not the host of `myserver.com:8080/path`. */
function namesScheme(text: string): boolean {
  const colon = text.indexOf(':');
  const next = text.charCodeAt(colon + 1);
  return colon > 0 && schemeForm.test(text.slice(0, colon)) && !(next >= 48 && next <= 57);
}

/** Path and query of a URL whose authority, which begins at `start`, is known to be well written. */
export function readPath(text: string, start: number): string | undefined {
  if (findForbiddenCharacter(text) !== undefined) return undefined;
  const url = parse(text);
  return url === undefined ? undefined : pathOnTheWire(url.href, start);
}

/** From the serialisation, in which the authority begins where it does in the text. */
function pathOnTheWire(href: string, authorityStart: number): string {
  const start = href.indexOf('/', authorityStart);
  const fragment = href.indexOf('#', start);
  return fragment < 0 ? href.slice(start) : href.slice(start, fragment);
}
