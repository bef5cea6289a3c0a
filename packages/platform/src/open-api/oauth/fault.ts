import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, type ApiErrorCode } from '../../errors.ts';

/** RFC 6749, section 5.2, and of section 4.1.2.1 the two for what is no fault of the client. */
const statuses = {
  invalid_request: 400,
  invalid_client: 401,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  invalid_scope: 400,
  temporarily_unavailable: 503,
  server_error: 500,
} as const;

export type OAuthErrorCode = keyof typeof statuses;

const codes: Partial<Record<ApiErrorCode, OAuthErrorCode>> = {
  INVALID_CLIENT: 'invalid_client',
  SECRET_FROZEN: 'invalid_client',
  ADDRESS_NOT_PERMITTED: 'unauthorized_client',
  ARCHIVED: 'unauthorized_client',
  TOO_MANY_REQUESTS: 'temporarily_unavailable',
  QUOTA_EXCEEDED: 'temporarily_unavailable',
  UNAVAILABLE: 'temporarily_unavailable',
};

/** What is wrong with a request to the OAuth door. */
export class OAuthFault extends ApiError {
  readonly error: OAuthErrorCode;

  /** @param description what is wrong, without a full stop. Never a secret. */
  constructor(error: OAuthErrorCode, description: string) {
    super(error === 'invalid_client' ? 'INVALID_CLIENT' : 'INVALID_REQUEST', { detail: description });
    this.error = error;
  }
}

/** Writes an error as RFC 6749 wants it; a quota that is used up is HTTP 429 with Retry-After. */
export function answerAsOAuth(error: ApiError, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const code = error instanceof OAuthFault ? error.error : (codes[error.code] ?? otherwise(error));
  if (code === 'invalid_client') reply.header('www-authenticate', 'Basic realm="minigate", charset="UTF-8"');
  return reply
    .status(error.status === 429 ? 429 : statuses[code])
    .headers({ 'cache-control': 'no-store', pragma: 'no-cache' })
    .send({ error: code, error_description: toAscii(error.message) });
}

function otherwise({ status }: ApiError): OAuthErrorCode {
  return status >= 500 ? 'server_error' : 'invalid_request';
}

/** RFC 6749 permits no other characters in a description. */
function toAscii(text: string): string {
  return text.replaceAll('"', "'").replace(/[^\x20-\x21\x23-\x5B\x5D-\x7E]/g, '?');
}
