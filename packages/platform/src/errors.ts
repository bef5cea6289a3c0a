/** One row of {@link apiErrors}. */
export interface ApiErrorRow {
  readonly status: number;
  /** What happened, without a full stop. */
  readonly sentence: string;
  /** What to do. */
  readonly fix: string;
}

/** Every error that the platform's API answers with. `docs/errors.md` shows this table. */
export const apiErrors = {
  INVALID_REQUEST: {
    status: 400,
    sentence: 'The request is not of the form that this route takes',
    fix: 'Mend the fields named in details.',
  },
  INVALID_SERVER_DOMAINS: {
    status: 422,
    sentence: 'Some entries cannot be server domains',
    fix: 'Take the corrections in details, or ask for partial success.',
  },
  INVALID_BANNED_HOSTS: {
    status: 422,
    sentence: 'Some entries cannot be banned hosts',
    fix: 'Write host names without scheme, port and path; details name the entries.',
  },
  ACCELERATED_HOST: {
    status: 422,
    sentence: 'The acceleration policy names a host that would be banned',
    fix: 'Take it out of the acceleration policy first, and ban it then.',
  },
  CANDIDATE_ADDRESS: {
    status: 422,
    sentence: 'A candidate leads to an address that no client dials, such as a private one',
    fix: 'Point its host name at a public address, or take it out of the acceleration policy.',
  },
  INVALID_ACCELERATION: {
    status: 422,
    sentence: 'The acceleration policy cannot be used',
    fix: 'Mend what details name.',
  },
  NOT_LISTED: {
    status: 422,
    sentence: 'The domain is not on the saved list of this call',
    fix: 'Save it as a server domain first; only such are examined.',
  },
  TOO_MANY_ENTRIES: {
    status: 422,
    sentence: 'The list would hold more entries than the platform permits',
    fix: 'Remove entries that are not needed, or ask the platform for a higher limit.',
  },
  WEAK_PASSWORD: {
    status: 422,
    sentence: 'This password is too easy to guess',
    fix: 'Take another one of 12 to 128 characters, best a few words that do not belong together.',
  },
  WRONG_PASSWORD: {
    status: 422,
    sentence: 'The present password is wrong',
    fix: 'Type it again, or ask for a reset link.',
  },
  NOT_SIGNED_IN: {
    status: 401,
    sentence: 'Nobody is signed in',
    fix: 'Sign in, and repeat the request.',
  },
  WRONG_CREDENTIALS: {
    status: 401,
    sentence: 'The e-mail address or the password is wrong',
    fix: 'Try again, or ask an owner of your team or an operator for a reset link.',
  },
  INVALID_ACCESS_TOKEN: {
    status: 401,
    sentence: 'The access token is not valid, or not any more',
    fix: 'Get a new one with the AppId and the AppSecret.',
  },
  INVALID_CLIENT: {
    status: 401,
    sentence: 'The AppId or the AppSecret is wrong',
    fix: 'Check both in the console. A reset AppSecret replaces the older one.',
  },
  SECRET_FROZEN: {
    status: 403,
    sentence: 'The AppSecret is frozen',
    fix: 'An owner of the team can thaw or reset it in the console.',
  },
  ADDRESS_NOT_PERMITTED: {
    status: 403,
    sentence: 'The request comes from an address that is not on the list of this mini program',
    fix: 'Add the address to the list in the console, or call from an address that is on it.',
  },
  FORBIDDEN: {
    status: 403,
    sentence: 'Your role does not permit this',
    fix: 'Ask an owner of the team to do it, or to give you another role.',
  },
  FOREIGN_ORIGIN: {
    status: 403,
    sentence: 'The request comes from another web page',
    fix: "Open the platform's own address, and do it there.",
  },
  NOT_FOUND: {
    status: 404,
    sentence: 'There is nothing here, or nothing that you may see',
    fix: 'Check the address and the ids in it.',
  },
  CONFLICT: {
    status: 409,
    sentence: 'Somebody else has changed this in the meantime',
    fix: 'Load it anew, look at what has changed, and repeat your change.',
  },
  WRONG_STATE: {
    status: 409,
    sentence: 'This is not possible in the present state',
    fix: 'Load it anew, and take the steps in their order.',
  },
  ALREADY_EXISTS: {
    status: 409,
    sentence: 'There is one of this name already',
    fix: 'Choose another name.',
  },
  ARCHIVED: {
    status: 409,
    sentence: 'The mini program is archived',
    fix: 'Take it back from the archive first.',
  },
  LAST_OWNER: {
    status: 409,
    sentence: 'A team always has an owner, and this is the last one',
    fix: 'Make somebody else an owner first.',
  },
  LAST_OPERATOR: {
    status: 409,
    sentence: 'The platform always has an operator, and this is the last one',
    fix: 'Appoint somebody else first.',
  },
  NO_MAIL_SERVER: {
    status: 409,
    sentence: 'The platform has no mail server',
    fix: 'Ask an owner of your team or an operator for a reset link.',
  },
  LINK_USED: {
    status: 410,
    sentence: 'This link has been used, or its time is over',
    fix: 'Ask who gave it to you for a new one.',
  },
  BODY_TOO_LARGE: {
    status: 413,
    sentence: 'The body of the request is too large',
    fix: 'Send less at a time.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    sentence: 'The body of the request is of a type that this route does not take',
    fix: 'Send JSON, with the Content-Type application/json.',
  },
  QUOTA_EXCEEDED: {
    status: 429,
    sentence: 'The quota for this is used up',
    fix: 'Wait for the time in the Retry-After header.',
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    sentence: 'There are too many requests in a short time',
    fix: 'Wait for the time in the Retry-After header.',
  },
  INTERNAL: {
    status: 500,
    sentence: 'The platform has a fault',
    fix: 'Repeat it later, and report the request id if it stays.',
  },
  UNAVAILABLE: {
    status: 503,
    sentence: 'The platform cannot answer now',
    fix: 'Repeat it in a moment.',
  },
} as const satisfies Record<string, ApiErrorRow>;

export type ApiErrorCode = keyof typeof apiErrors;

export interface ApiErrorOptions {
  /** Shown after the table's sentence: what exactly is wrong. Never a secret. */
  readonly detail?: string;
  /** For programs: fields, entries, versions. Never a secret. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** Seconds until a repetition makes sense. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/** What a client gets of an error, under `error`. */
export interface ApiErrorBody {
  readonly error: {
    readonly code: ApiErrorCode;
    readonly message: string;
    readonly details: Readonly<Record<string, unknown>>;
    readonly requestId: string;
  };
}

/**
 * The one error type of the platform's API. Anything else that is thrown is a fault of the platform.
 *
 * @example
 * throw new ApiError('CONFLICT', { details: { version: 7 } });
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ApiErrorCode;
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryAfter: number | undefined;

  constructor(code: ApiErrorCode, options: ApiErrorOptions = {}) {
    const { sentence, fix } = apiErrors[code];
    const { detail, details = {}, retryAfter, cause } = options;
    super(`${sentence}${detail === undefined ? '' : `: ${detail}`}. ${fix}`, { cause });
    this.code = code;
    this.details = details;
    this.retryAfter = retryAfter;
  }

  get status(): number {
    return apiErrors[this.code].status;
  }

  toBody(requestId: string): ApiErrorBody {
    const { code, message, details } = this;
    return { error: { code, message, details, requestId } };
  }
}
