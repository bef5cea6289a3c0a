import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiError, ApiErrorCode } from '../../errors.ts';

/** The errcodes that WeChat's doors answer with, and what they say; `docs/guide/access-tokens.md` shows this table. */
export const errcodes = {
  [-1]: 'system error',
  40001: 'invalid credential, access_token is invalid or not latest',
  40002: 'invalid grant_type',
  40013: 'invalid appid',
  40097: 'invalid args',
  40125: 'invalid appsecret',
  40164: 'invalid ip, not in whitelist',
  40243: 'AppSecret frozen',
  41001: 'access_token missing',
  41002: 'appid missing',
  41004: 'appsecret missing',
  43001: 'require GET method',
  43002: 'require POST method',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit must slower retry next minute',
  47001: 'data format error',
  48001: 'api unauthorized',
  50007: 'account frozen',
  85016: 'domain count reach limit',
  85017: 'no domain to modify after filtered',
  85301: 'no domain to modify after filtered, the entries do not follow the rule of domains',
  86100: 'the scheme of the domain is wrong',
  86101: 'this domain is not allowed',
  86102: 'domain changes reach month limit',
} as const;

export type Errcode = keyof typeof errcodes;

/** How WeChat's doors tell of a failure: with HTTP 200. A success of a token door has no `errcode`. */
export interface Failure {
  readonly errcode: number;
  readonly errmsg: string;
}

export function failure(errcode: Errcode, request: FastifyRequest): Failure {
  return { errcode, errmsg: `${errcodes[errcode]} rid: ${request.id}` };
}

const sameForAll: Partial<Record<ApiErrorCode, Errcode>> = {
  INVALID_REQUEST: 47001,
  BODY_TOO_LARGE: 47001,
  UNSUPPORTED_MEDIA_TYPE: 47001,
  TOO_MANY_ENTRIES: 85016,
  INVALID_SERVER_DOMAINS: 85301,
  SECRET_FROZEN: 40243,
  ADDRESS_NOT_PERMITTED: 40164,
  FORBIDDEN: 48001,
  FOREIGN_ORIGIN: 48001,
  ARCHIVED: 50007,
  TOO_MANY_REQUESTS: 45011,
  QUOTA_EXCEEDED: 45009,
};

/** What an error of the platform is called by WeChat. */
export function errcodeOf(error: ApiError, request: FastifyRequest): Errcode {
  const { code, details } = error;
  const { config } = request.routeOptions;
  if (code === 'INVALID_CLIENT') return details['field'] === 'app_id' ? 40013 : 40125;
  if (code === 'INVALID_ACCESS_TOKEN') {
    const { access_token: given } = request.query as Readonly<Record<string, unknown>>;
    return given === undefined && request.headers.authorization === undefined ? 41001 : 40001;
  }
  if (code === 'QUOTA_EXCEEDED' && details['seconds'] === 60) return 45011;
  if (code === 'QUOTA_EXCEEDED' && config.action === 'server-domains.modify') return 86102;
  return sameForAll[code] ?? -1;
}

/** Writes an error as WeChat does. */
export function answerAsWeChat(error: ApiError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.status(200).send(failure(errcodeOf(error, request), request));
}
