import { NetworkError, type NetworkErrorCode } from '../errors.ts';

/** How far a hop had come when it broke. */
export type WirePhase = 'lookup' | 'connect' | 'proxy' | 'tls' | 'request' | 'head' | 'body';

/** What node:net, node:dns, node:tls and undici put on their errors. */
interface Cause {
  /** The name of the error's class where it has no code. */
  readonly code: string;
  readonly message: string;
  /** The system call that failed; absent where Node.js made the error up itself. */
  readonly syscall: string | undefined;
}

interface Finding {
  readonly code: NetworkErrorCode;
  readonly seen: string;
}

const byCode: Readonly<Record<string, Finding>> = {
  ECONNRESET: { code: 'CONNECTION_RESET', seen: 'the connection was reset' },
  ECONNREFUSED: { code: 'CONNECTION_REFUSED', seen: 'the connection was refused' },
  ECONNABORTED: { code: 'CONNECTION_ABORTED', seen: 'the connection was broken off by this machine' },
  ETIMEDOUT: { code: 'CONNECTION_TIMED_OUT', seen: 'the connection timed out' },
  EHOSTUNREACH: { code: 'ADDRESS_UNREACHABLE', seen: 'there is no route to the host' },
  ENETUNREACH: { code: 'ADDRESS_UNREACHABLE', seen: 'there is no route to the network' },
  EHOSTDOWN: { code: 'ADDRESS_UNREACHABLE', seen: 'the host is down' },
  ENETDOWN: { code: 'ADDRESS_UNREACHABLE', seen: 'the network is down' },
  EACCES: { code: 'ADDRESS_UNREACHABLE', seen: 'this machine does not permit the connection' },
  EPERM: { code: 'ADDRESS_UNREACHABLE', seen: 'this machine does not permit the connection' },
  EMFILE: { code: 'CONNECTION_ABORTED', seen: 'this process has too many files open' },
  ENFILE: { code: 'CONNECTION_ABORTED', seen: 'this machine has too many files open' },
  ENOBUFS: { code: 'CONNECTION_ABORTED', seen: 'this machine has no memory left for connections' },
  EADDRNOTAVAIL: { code: 'ADDRESS_UNREACHABLE', seen: 'this machine has no address to dial from' },
  EAFNOSUPPORT: { code: 'ADDRESS_UNREACHABLE', seen: 'this machine does not speak that address family' },
  UND_ERR_HEADERS_OVERFLOW: {
    code: 'RESPONSE_HEADERS_TOO_LARGE',
    seen: 'the headers of the answer are larger than the host profile allows',
  },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: {
    code: 'CONTENT_LENGTH_MISMATCH',
    seen: 'the body is not as long as its Content-Length',
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    code: 'CERTIFICATE_NAME_INVALID',
    seen: 'the certificate is for other names',
  },
  CERT_HAS_EXPIRED: { code: 'CERTIFICATE_DATE_INVALID', seen: 'a certificate has expired' },
  CERT_NOT_YET_VALID: { code: 'CERTIFICATE_DATE_INVALID', seen: 'a certificate is not valid yet' },
  DEPTH_ZERO_SELF_SIGNED_CERT: {
    code: 'CERTIFICATE_AUTHORITY_INVALID',
    seen: 'the certificate is signed by itself, not by an authority',
  },
  SELF_SIGNED_CERT_IN_CHAIN: {
    code: 'CERTIFICATE_AUTHORITY_INVALID',
    seen: 'the certificate is from an authority that is not trusted',
  },
  UNABLE_TO_GET_ISSUER_CERT: {
    code: 'CERTIFICATE_AUTHORITY_INVALID',
    seen: 'the authority that signed a certificate of the chain is not known',
  },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: {
    code: 'CERTIFICATE_AUTHORITY_INVALID',
    seen: 'the authority that signed the chain is not trusted, or the server leaves out an intermediate certificate',
  },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    code: 'CERTIFICATE_AUTHORITY_INVALID',
    seen: 'the authority is not trusted, or the server leaves out an intermediate certificate',
  },
  CERT_UNTRUSTED: { code: 'CERTIFICATE_AUTHORITY_INVALID', seen: 'the certificate is not trusted' },
};

/** The other results of OpenSSL's certificate check, as Node.js names them. */
const otherCertificateCodes: ReadonlySet<string> = new Set([
  'CERT_CHAIN_TOO_LONG',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CRL_HAS_EXPIRED',
  'CRL_NOT_YET_VALID',
  'CRL_SIGNATURE_FAILURE',
  'ERROR_IN_CERT_NOT_AFTER_FIELD',
  'ERROR_IN_CERT_NOT_BEFORE_FIELD',
  'ERROR_IN_CRL_LAST_UPDATE_FIELD',
  'ERROR_IN_CRL_NEXT_UPDATE_FIELD',
  'ERR_TLS_CERT_ALTNAME_FORMAT',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'OUT_OF_MEM',
  'PATH_LENGTH_EXCEEDED',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'UNABLE_TO_DECRYPT_CRL_SIGNATURE',
  'UNABLE_TO_GET_CRL',
  'UNSPECIFIED',
]);

/** How OpenSSL says that the two sides have no version or cipher in common. */
const tlsMismatch =
  /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW|WRONG_SSL_VERSION|NO_PROTOCOLS|HANDSHAKE_FAILURE|NO_SHARED_CIPHER|NO_CIPHER|INSUFFICIENT_SECURITY|INAPPROPRIATE_FALLBACK|_TOO_SMALL|_TOO_WEAK/;

/**
 * The error of the closed table for what Node.js, OpenSSL or undici report. Its detail names the host and
 * what was seen there.
 *
 * @param endpoint the host as people know it, such as `api.example.com:443`
 */
export function toWireError(error: unknown, phase: WirePhase, endpoint: string): NetworkError {
  if (error instanceof NetworkError) return error;
  const { code, seen } = find(readCause(error), phase);
  return new NetworkError(code, { detail: `${endpoint}: ${seen}.`, cause: error });
}

function find(cause: Cause, phase: WirePhase): Finding {
  if (phase === 'lookup')
    return { code: 'NAME_NOT_RESOLVED', seen: `the host name has no address (${cause.code})` };
  if (phase === 'tls' && cause.code === 'ECONNRESET' && cause.syscall === undefined) {
    return { code: 'CONNECTION_CLOSED', seen: 'the connection was closed during the TLS handshake' };
  }
  if (cause.code === 'EPIPE' || cause.code === 'UND_ERR_SOCKET') return closed(cause, phase);
  if (cause.code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' && phase !== 'body') {
    return { code: 'INVALID_RESPONSE', seen: 'the headers of the answer contradict each other' };
  }
  const known = byCode[cause.code];
  if (known !== undefined) return known;
  if (otherCertificateCodes.has(cause.code)) {
    return { code: 'CERTIFICATE_INVALID', seen: `the certificate cannot be used (${cause.code})` };
  }
  if (cause.code === 'EPROTO' || cause.code.startsWith('ERR_SSL_')) return tls(cause);
  if (cause.code === 'HTTPParserError') {
    if (cause.message.includes('Invalid EOF state')) return closed(cause, phase);
    return { code: 'INVALID_RESPONSE', seen: `the answer is not HTTP (${cause.message})` };
  }
  if (cause.code.startsWith('ERR_HTTP2_') || /HTTP\/2/.test(cause.message)) {
    return { code: 'HTTP2_FAILED', seen: `the server ended the HTTP/2 stream (${cause.message})` };
  }
  return { code: 'INTERNAL', seen: `${cause.message} (${cause.code})` };
}

/** The other side ended the connection in good order, or undici gave it up over what it said. */
function closed(cause: Cause, phase: WirePhase): Finding {
  if (cause.message === 'bad response' || cause.message === 'bad upgrade') {
    return { code: 'INVALID_RESPONSE', seen: 'the server sent an answer that was not asked for' };
  }
  return phase === 'request'
    ? { code: 'EMPTY_RESPONSE', seen: 'the connection was closed without an answer' }
    : { code: 'CONNECTION_CLOSED', seen: 'the connection was closed before the answer was complete' };
}

function tls(cause: Cause): Finding {
  const reason = cause.code === 'EPROTO' ? cause.message : cause.code;
  return tlsMismatch.test(reason.toUpperCase().replaceAll(' ', '_'))
    ? { code: 'TLS_MISMATCH', seen: `no TLS version or cipher in common (${reason})` }
    : { code: 'TLS_FAILED', seen: `the TLS handshake failed (${reason})` };
}

function readCause(error: unknown): Cause {
  if (!(error instanceof Error)) return { code: '', message: String(error), syscall: undefined };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  const syscall = 'syscall' in error && typeof error.syscall === 'string' ? error.syscall : undefined;
  return { code, message: error.message, syscall };
}
