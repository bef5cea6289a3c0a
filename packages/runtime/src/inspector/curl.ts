import { curlBody } from './curl/body.ts';
import { headerBytes, quoted, quotedBytes } from './curl/shell.ts';
import { isSecret, redacted } from './har/credentials.ts';
import { redactUrls } from './har/redact.ts';
import type { Entry, EntryHop, HopRequest } from './protocol.ts';

export interface CurlOptions {
  /** Keep credentials, as `HarOptions` says. Default: they are redacted. */
  readonly secrets?: boolean;
}

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Written by curl itself, from the URL and the body. */
const written = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'expect']);

/**
 * A hop of a call as a command for a POSIX shell, which sends what was sent. Whatever stands in the URL, the
 * headers and the body is data there. Certificates are checked, redirects are not followed. Of a socket it is the
 * handshake.
 *
 * @param hopIndex which hop, from 0; default: the program's own URL
 *
 * @example
 * toCurl(entry); // curl --globoff --path-as-is --http1.1 'https://api.example.com/' …
 */
export function toCurl(call: Entry, hopIndex = 0, { secrets = false }: CurlOptions = {}): string {
  const entry = secrets ? call : redactUrls(call);
  const hop = entry.hops[hopIndex];
  const isSocket = entry.api === 'connectSocket';
  const request = hop?.request;
  const method = request?.method ?? (isSocket ? 'GET' : entry.method);
  const body = request && curlBody(request);
  const url = urlOf(hop?.url ?? entry.url);
  const args = [
    '--globoff --path-as-is',
    ...(isSocket ? ['--include --no-buffer --http1.1'] : versionOf(hop, url)),
    ...methodOf(method, body?.args.length ?? 0),
    // Other schemes would read files, or speak other protocols.
    ...(/^https?:\/\//i.test(url) ? [] : ['--proto =http,https']),
    `--url ${quoted(url)}`,
    ...(request === undefined ? [] : headersOf(request, secrets, body !== undefined)),
    ...(isSocket ? handshake : []),
    ...(body?.args ?? []),
  ];
  return `${body?.before ?? ''}curl ${args.join(' \\\n  ')}`;
}

/** RFC 6455, 1.3: any 16 bytes will do as a key. */
const handshake = [
  `-H 'Connection: Upgrade'`,
  `-H 'Upgrade: websocket'`,
  `-H 'Sec-WebSocket-Version: 13'`,
  `-H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='`,
];

/** Without a userinfo, which is not kept, and with the scheme that curl speaks. */
function urlOf(url: string): string {
  const plain = url.replaceAll(/[\0-\x1f\x7f-\x9f]/g, '').replace(/^([a-z]+:\/\/)\*\*\*@/i, '$1');
  return plain.replace(/^ws(s?):/i, 'http$1:');
}

function versionOf(hop: EntryHop | undefined, url: string): string[] {
  if (!/^https:/i.test(url) || hop?.response === undefined) return [];
  return [hop.response.protocol === 'h2' ? '--http2' : '--http1.1'];
}

function methodOf(method: string, bodyArgs: number): string[] {
  if (method === 'HEAD') return ['--head'];
  const implied = bodyArgs > 0 ? 'POST' : 'GET';
  return method === implied || !token.test(method) ? [] : [`-X ${quoted(method)}`];
}

function headersOf({ headers: { lines } }: HopRequest, secrets: boolean, hasBody: boolean): string[] {
  const sent = lines.filter(([name]) => token.test(name) && !written.has(name.toLowerCase()));
  const names = new Set(sent.map(([name]) => name.toLowerCase()));
  const own = ['user-agent', 'accept', ...(hasBody ? ['content-type'] : [])];
  return [
    ...sent.map(([name, value]) => `-H ${headerOf(name, !secrets && isSecret(name) ? redacted : value)}`),
    // What curl would send by itself.
    ...own.filter((name) => !names.has(name)).map((name) => `-H '${name}:'`),
    ...(names.has('accept-encoding') ? ['--compressed'] : []),
  ];
}

function headerOf(name: string, value: string): string {
  const harmless = withoutOuterSpace(value.replaceAll(/[\0\r\n]/g, ' '));
  return harmless === '' ? quoted(`${name};`) : quotedBytes(headerBytes(`${name}: ${harmless}`));
}

/** RFC 9110, 5.5: spaces and tabs around a value are none of it; a no-break space is. */
function withoutOuterSpace(value: string): string {
  const isSpace = (at: number) => value[at] === ' ' || value[at] === '\t';
  let [start, end] = [0, value.length];
  while (start < end && isSpace(start)) start += 1;
  while (start < end && isSpace(end - 1)) end -= 1;
  return value.slice(start, end);
}
