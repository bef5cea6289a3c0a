import type { NetworkError, NetworkErrorCode } from '../errors.ts';
import type { Failure } from './health.ts';

const unreachable: readonly NetworkErrorCode[] = [
  'NAME_NOT_RESOLVED',
  'ADDRESS_REFUSED',
  'ADDRESS_UNREACHABLE',
  'CONNECTION_REFUSED',
  'CONNECTION_TIMED_OUT',
  'TUNNEL_FAILED',
  'TLS_MISMATCH',
  'TLS_FAILED',
];

const certificate: readonly NetworkErrorCode[] = [
  'CERTIFICATE_NAME_INVALID',
  'CERTIFICATE_DATE_INVALID',
  'CERTIFICATE_AUTHORITY_INVALID',
  'CERTIFICATE_INVALID',
];

const broken: readonly NetworkErrorCode[] = [
  'CONNECTION_CLOSED',
  'CONNECTION_RESET',
  'EMPTY_RESPONSE',
  'INVALID_RESPONSE',
  'RESPONSE_HEADERS_TOO_LARGE',
  'CONTENT_LENGTH_MISMATCH',
  'HTTP2_FAILED',
];

/** These answers say that the server cannot serve. RFC 9110, 15.6. */
const unavailable: readonly number[] = [502, 503, 504];

/**
 * What an error says of a server; `undefined` where it says nothing of it, such as one of this device or of a proxy.
 *
 * @param sent whether a byte of the request may have been sent
 */
export function failureOf({ code }: NetworkError, sent: boolean): Failure | undefined {
  if (certificate.includes(code)) return 'certificate';
  if (unreachable.includes(code)) return 'unreachable';
  if (broken.includes(code)) return sent ? 'broken' : 'unreachable';
  return undefined;
}

export function isUnavailable(status: number): boolean {
  return unavailable.includes(status);
}
