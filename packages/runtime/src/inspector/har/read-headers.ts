import type { RecordedHeaders } from '../protocol.ts';
import type { Fields } from './fields.ts';
import { redacted } from './credentials.ts';

/** How the headers of a message were written. */
interface Written {
  readonly cut: boolean;
  readonly redacted: boolean;
}

/** The header lines of a request. A Cookie that was redacted gets its names from the file's list of cookies. */
export function readRequestHeaders(request: Fields, written: Written): RecordedHeaders {
  // All cookies of a request are one list, whatever line they came in.
  const cookies = request.objects('cookies');
  return readHeaders(request, written, 'cookie', () => cookies.splice(0).map(pairOf).join('; '));
}

/** The same of an answer, whose Set-Cookie lines get names and attributes. */
export function readResponseHeaders(response: Fields, written: Written): RecordedHeaders {
  const cookies = response.objects('cookies');
  return readHeaders(response, written, 'set-cookie', () => setCookieOf(cookies.shift()));
}

function readHeaders(
  message: Fields,
  written: Written,
  cookieHeader: string,
  nextCookie: () => string,
): RecordedHeaders {
  const lines = message.objects('headers').map((header): [string, string] => {
    const name = header.text('name') ?? '';
    const value = header.text('value') ?? '';
    const hidden = written.redacted && value === redacted && name.toLowerCase() === cookieHeader;
    return [name, hidden ? nextCookie() : value];
  });
  return { lines, cut: written.cut };
}

function pairOf(cookie: Fields): string {
  const name = cookie.text('name') ?? '';
  const value = cookie.text('value') ?? '';
  return name === '' ? value : `${name}=${value}`;
}

function setCookieOf(cookie: Fields | undefined): string {
  if (cookie === undefined) return redacted;
  const attribute = (name: string, field = name) => {
    const value = cookie.text(field);
    return value === undefined ? [] : [`${name}=${value}`];
  };
  return [
    pairOf(cookie),
    ...attribute('path'),
    ...attribute('domain'),
    ...attribute('expires'),
    ...attribute('max-age', '_maxAge'),
    ...attribute('samesite', 'sameSite'),
    ...attribute('priority', '_priority'),
    ...(cookie.flag('httpOnly') === true ? ['httponly'] : []),
    ...(cookie.flag('secure') === true ? ['secure'] : []),
    ...(cookie.flag('_partitioned') === true ? ['partitioned'] : []),
  ].join('; ');
}
