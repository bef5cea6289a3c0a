import { chromium, type ErrorRow } from './error-row.ts';

/** What the server answers cannot be read. */
export const answerErrors = {
  EMPTY_RESPONSE: {
    errno: 600001,
    text: chromium(-324, 'ERR_EMPTY_RESPONSE'),
    fault: 'server',
    fix: 'The server closed the connection without an answer.',
  },
  INVALID_RESPONSE: {
    errno: 600001,
    text: chromium(-320, 'ERR_INVALID_RESPONSE'),
    fault: 'server',
    fix: 'The answer is not HTTP.',
  },
  RESPONSE_HEADERS_TOO_LARGE: {
    errno: 600001,
    text: chromium(-325, 'ERR_RESPONSE_HEADERS_TOO_BIG'),
    fault: 'server',
    fix: 'The answer has more header bytes than the host profile allows.',
  },
  CONTENT_LENGTH_MISMATCH: {
    errno: 600001,
    text: chromium(-354, 'ERR_CONTENT_LENGTH_MISMATCH'),
    fault: 'server',
    fix: 'The body is shorter or longer than its Content-Length.',
  },
  HTTP2_FAILED: {
    errno: 600001,
    text: chromium(-337, 'ERR_HTTP2_PROTOCOL_ERROR'),
    fault: 'server',
    fix: 'The server refused or broke off the HTTP/2 stream. Call without `enableHttp2`, or look at its log.',
  },
  CONTENT_DECODING_FAILED: {
    errno: 600001,
    text: chromium(-330, 'ERR_CONTENT_DECODING_FAILED'),
    fault: 'server',
    fix: 'The body is not what its Content-Encoding says.',
  },
} as const satisfies Record<string, ErrorRow>;
