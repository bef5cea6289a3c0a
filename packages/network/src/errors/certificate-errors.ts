import { chromium, type ErrorRow } from './error-row.ts';

/** The server does not prove who it is, or does not speak TLS. */
export const certificateErrors = {
  TLS_MISMATCH: {
    errno: 600001,
    text: chromium(-113, 'ERR_SSL_VERSION_OR_CIPHER_MISMATCH'),
    fault: 'server',
    fix: 'The server must speak TLS 1.2 or later.',
  },
  TLS_FAILED: {
    errno: 600001,
    text: chromium(-107, 'ERR_SSL_PROTOCOL_ERROR'),
    fault: 'server',
    fix: 'The port does not speak TLS, or breaks its rules.',
  },
  CERTIFICATE_NAME_INVALID: {
    errno: 600001,
    text: chromium(-200, 'ERR_CERT_COMMON_NAME_INVALID'),
    fault: 'server',
    fix: 'The certificate is for other host names. Get one that names this host.',
  },
  CERTIFICATE_DATE_INVALID: {
    errno: 600001,
    text: chromium(-201, 'ERR_CERT_DATE_INVALID'),
    fault: 'server',
    fix: 'The certificate is expired or not valid yet.',
  },
  CERTIFICATE_AUTHORITY_INVALID: {
    errno: 600001,
    text: chromium(-202, 'ERR_CERT_AUTHORITY_INVALID'),
    fault: 'server',
    fix: 'The certificate is self-signed, from an unknown authority, or the server leaves out an intermediate.',
  },
  CERTIFICATE_INVALID: {
    errno: 600001,
    text: chromium(-207, 'ERR_CERT_INVALID'),
    fault: 'server',
    fix: 'The certificate cannot be used.',
  },
} as const satisfies Record<string, ErrorRow>;
