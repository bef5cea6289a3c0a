import { trimBlanks } from './blanks.ts';
import type { NetworkError } from './errors.ts';
import { parameterError } from './parameter-error.ts';

/** Flat: name, value, name, value. Names are unique in every letter case, values can go on the wire. */
export type HeaderLines = readonly string[];

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Written by the host or by the connection, whatever the program says. */
const reserved = new Set([
  'accept-encoding',
  'content-length',
  'expect',
  'host',
  'referer',
  // RFC 9110, 7.6.1: these speak of one connection only.
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const longestQuote = 64;

function refuse(name: string, complaint: string, cause?: unknown): NetworkError {
  const quoted = JSON.stringify(name.length > longestQuote ? `${name.slice(0, longestQuote)}…` : name);
  return parameterError(`parameter.header[${quoted}] ${complaint};`, cause);
}

function checkValue(name: string, value: unknown): string {
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  if (typeof text !== 'string') throw refuse(name, 'should be String');
  if (!fieldValue.test(text)) throw refuse(name, 'has a character that a header cannot carry');
  // RFC 9110 (5.5) and RFC 9113 (8.2.1) keep blanks out of a value's ends.
  return trimBlanks(text);
}

/** What the program's `connection` header declares to be of this connection only. */
function nominatedBy(connection: string | undefined): Set<string> {
  return new Set(connection?.split(',').map((name) => trimBlanks(name).toLowerCase()));
}

/**
 * Checks the `header` option and gives the lines of it that a program may send.
 *
 * Strings, numbers and booleans are values; `null` and `undefined` leave a line out. Of names that differ
 * in letter case only, the last one wins. Lines that belong to the host or to the connection (Referer,
 * Host, Content-Length, Accept-Encoding, hop-by-hop lines and those that a `connection` line nominates)
 * are left out silently. Rule 9.
 *
 * @throws NetworkError `INVALID_OPTIONS`: a name is no RFC 9110 token, or a value cannot go on the wire.
 * @example
 * checkHeader({ 'X-Page': 3, referer: 'https://example.com' }); // ['X-Page', '3']
 */
export function checkHeader(header: object): HeaderLines {
  const byName = new Map<string, { name: string; value: string }>();
  for (const name of namesOf(header)) {
    const value = valueOf(header, name);
    if (value === undefined || value === null) continue;
    if (!token.test(name)) throw refuse(name, 'is no header name');
    byName.set(name.toLowerCase(), { name, value: checkValue(name, value) });
  }
  const nominated = nominatedBy(byName.get('connection')?.value);
  const lines: string[] = [];
  for (const [key, { name, value }] of byName) {
    if (!reserved.has(key) && !nominated.has(key)) lines.push(name, value);
  }
  return lines;
}

function namesOf(header: object): string[] {
  try {
    return Object.keys(header);
  } catch (cause) {
    throw parameterError('parameter.header cannot be read;', cause);
  }
}

function valueOf(header: object, name: string): unknown {
  try {
    return Reflect.get(header, name);
  } catch (cause) {
    throw refuse(name, 'cannot be read', cause);
  }
}
