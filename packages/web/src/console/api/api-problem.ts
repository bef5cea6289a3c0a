import type { ApiErrorCode } from '@minigate/platform';

/** What the platform, or the way to it, had to say instead of an answer. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  /** `OFFLINE`: the platform could not be reached. `UNREADABLE`: what answered was no platform. */
  readonly code: ApiErrorCode | 'OFFLINE' | 'UNREADABLE';
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;
  /** What the platform's log calls the request. */
  readonly requestId: string | undefined;

  constructor(
    code: ApiProblem['code'],
    message: string,
    {
      status = 0,
      details = {},
      requestId,
    }: Partial<Pick<ApiProblem, 'status' | 'details' | 'requestId'>> = {},
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
    this.requestId = requestId;
  }
}
