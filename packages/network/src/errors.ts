import type { Api } from '@minigate/policy';
import type { RequestFailure } from './api.ts';
import { answerErrors } from './errors/answer-errors.ts';
import { callErrors } from './errors/call-errors.ts';
import { certificateErrors } from './errors/certificate-errors.ts';
import { connectionErrors } from './errors/connection-errors.ts';
import { fileErrors } from './errors/file-errors.ts';
import { platformErrors } from './errors/platform-errors.ts';
import { socketErrors } from './errors/socket-errors.ts';
import type { ErrorRow } from './errors/error-row.ts';

/** Every way in which a call can fail. docs/errors.md is compared with this table by a test. */
export const networkErrors = {
  ...callErrors,
  ...fileErrors,
  ...platformErrors,
  ...socketErrors,
  ...connectionErrors,
  ...certificateErrors,
  ...answerErrors,
  INTERNAL: {
    errno: 600000,
    text: 'unknown network error',
    fault: 'host',
    fix: 'This is a fault of Minigate. Please report it with the detail that the event carries.',
  },
} as const satisfies Record<string, ErrorRow>;

export type NetworkErrorCode = keyof typeof networkErrors;

interface ErrorDetail {
  /** Replaces the table's text in `errMsg`; it is shown to the program. */
  text?: string;
  /** What exactly happened, for people and the inspector; never shown to the program. */
  detail?: string;
  cause?: unknown;
}

/**
 * Why a call failed. The code is one of a closed table; nothing else crosses the border to a mini program.
 *
 * @example
 * const error = new NetworkError('TIMED_OUT', { detail: 'no answer within 60000 ms' });
 * toFailure('request', error); // { errMsg: 'request:fail timeout', errno: 5, … }
 */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  readonly code: NetworkErrorCode;
  readonly errno: number;
  /** What follows `<api>:fail `. */
  readonly text: string;
  readonly detail: string | undefined;

  constructor(code: NetworkErrorCode, { text, detail, cause }: ErrorDetail = {}) {
    const row = networkErrors[code];
    super(detail ?? text ?? row.text, cause === undefined ? undefined : { cause });
    this.code = code;
    this.errno = row.errno;
    this.text = text ?? row.text;
    this.detail = detail;
  }

  get fix(): string {
    return networkErrors[this.code].fix;
  }
}

/** What a program does with a socket that it has; named in `errMsg` like a call of its own. Rule 18. */
export type SocketVerb = 'sendSocketMessage' | 'closeSocket';

/** A call that is no transfer. Rules 21 and 22. */
export type PlatformCall = 'getNetworkType' | 'startLocalServiceDiscovery' | 'stopLocalServiceDiscovery';

/** What a mini program is told of a failure; `errMsg` is composed here and nowhere else. */
export function toFailure(api: Api | SocketVerb | PlatformCall, error: NetworkError): RequestFailure {
  return {
    errMsg: `${api}:fail ${error.text}`,
    errno: error.errno,
    exception: { retryCount: 0, reasons: [] },
    useHttpDNS: false,
  };
}
