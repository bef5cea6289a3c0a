import { NetworkError } from '../errors.ts';
import { headerValue } from '../headers.ts';
import type { WireClose } from './transport.ts';
import { toWireError } from './wire-errors.ts';

const longestLocation = 256;

/**
 * The error for an answer to a handshake that is not 101. Redirects are not followed: the program dials where
 * it wants to go.
 *
 * @param endpoint the host as people know it, such as `api.example.com:443`
 */
export function refusedHandshake(endpoint: string, status: number, headers: readonly string[]): NetworkError {
  const location = headerValue(headers, 'location');
  const leads =
    location === undefined ? '' : `, and leads to ${JSON.stringify(location.slice(0, longestLocation))}`;
  return new NetworkError('HANDSHAKE_REFUSED', {
    text: `Invalid HTTP status ${status}`,
    detail: `${endpoint}: the answer to the handshake has the status ${status}${leads}.`,
  });
}

/** The error for what broke a connection before the handshake was over. */
export function handshakeError(error: Error, endpoint: string): NetworkError {
  const { code, message, syscall } = readError(error);
  if (code === 'HPE_HEADER_OVERFLOW') {
    const detail = `${endpoint}: the headers of the answer are larger than the host profile allows.`;
    return new NetworkError('RESPONSE_HEADERS_TOO_LARGE', { detail, cause: error });
  }
  if (code.startsWith('HPE_')) {
    const detail = `${endpoint}: the answer to the handshake is not HTTP (${message}).`;
    return new NetworkError('INVALID_RESPONSE', { detail, cause: error });
  }
  if (code === 'ECONNRESET' && syscall === undefined) {
    const detail = `${endpoint}: the connection was closed without an answer to the handshake.`;
    return new NetworkError('EMPTY_RESPONSE', { detail, cause: error });
  }
  if (code === '' && !(error instanceof NetworkError)) {
    return new NetworkError('HANDSHAKE_FAILED', { detail: `${endpoint}: ${message}.`, cause: error });
  }
  return toWireError(error, 'request', endpoint);
}

/** What this side tells the server of a broken rule, by the code of the error that ws gives. RFC 6455, 7.4.1. */
const closeCodes: Readonly<Record<string, number>> = {
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 1009,
  WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH: 1009,
  WS_ERR_INVALID_UTF8: 1007,
  WS_ERR_TOO_MANY_BUFFERED_PARTS: 1008,
};

/** What broke an open socket: the server broke a rule of the protocol, or the connection failed. */
export function socketFailure(
  error: Error,
  endpoint: string,
  messageBytes: number,
): Pick<WireClose, 'code' | 'error'> {
  const { code, message } = readError(error);
  const closeCode = closeCodes[code];
  if (closeCode === 1009) {
    const detail = `${endpoint}: the server sent a message of more than ${messageBytes} bytes.`;
    return { code: closeCode, error: new NetworkError('MESSAGE_TOO_LARGE', { detail, cause: error }) };
  }
  if (code.startsWith('WS_ERR_')) {
    const detail = `${endpoint}: the server sent what is no WebSocket message (${message}).`;
    return { code: closeCode ?? 1002, error: new NetworkError('INVALID_MESSAGE', { detail, cause: error }) };
  }
  if (code.startsWith('Z_')) {
    const detail = `${endpoint}: the server sent a message that cannot be decompressed (${message}).`;
    return { code: 1007, error: new NetworkError('INVALID_MESSAGE', { detail, cause: error }) };
  }
  return { code: 1006, error: toWireError(error, 'body', endpoint) };
}

function readError(error: Error): { code: string; message: string; syscall: string | undefined } {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const syscall = 'syscall' in error && typeof error.syscall === 'string' ? error.syscall : undefined;
  return { code, message: error.message, syscall };
}
