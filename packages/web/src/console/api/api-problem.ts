import type { ApiErrorCode } from '@minigate/platform';

/** `OFFLINE`: the platform could not be reached. `UNREADABLE`: what answered was no platform. `FAULT`: the page has a fault. */
export type ProblemCode = ApiErrorCode | 'OFFLINE' | 'UNREADABLE' | 'FAULT';

type Facts = Pick<ApiProblem, 'status' | 'details' | 'requestId' | 'retryAt'>;

/** What the platform, or the way to it, had to say instead of an answer. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: ProblemCode;
  /** The status of HTTP; 0 where there was no answer. */
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;
  /** What the platform's log calls the request. */
  readonly requestId: string | undefined;
  /** When a repetition makes sense, in milliseconds since the epoch. */
  readonly retryAt: number | undefined;

  constructor(
    code: ProblemCode,
    message: string,
    { status = 0, details = {}, requestId, retryAt }: Partial<Facts> = {},
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
    this.requestId = requestId;
    this.retryAt = retryAt;
  }
}

/** Whatever was thrown, as a problem that can be shown. */
export function toProblem(thrown: unknown): ApiProblem {
  if (thrown instanceof ApiProblem) return thrown;
  return new ApiProblem('FAULT', thrown instanceof Error ? thrown.message : String(thrown));
}

export function hasCode(thrown: unknown, ...codes: readonly ProblemCode[]): thrown is ApiProblem {
  return thrown instanceof ApiProblem && codes.includes(thrown.code);
}
