import type { ApiErrorBody } from '@minigate/platform';
import { ApiProblem } from './api-problem.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Asks the platform. The cookie of the session goes along by itself.
 *
 * @param path from the root, such as `/console/v1/teams`
 * @returns the answer's JSON; undefined where there is none
 * @throws ApiProblem
 * @example
 * const { teams } = await call<{ teams: Team[] }>('GET', '/console/v1/teams');
 */
export async function call<T>(
  method: Method,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<T> {
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    redirect: 'error',
    ...(signal === undefined ? undefined : { signal }),
    ...(body === undefined
      ? undefined
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    if (signal?.aborted === true) throw cause;
    throw new ApiProblem('OFFLINE', 'The platform cannot be reached.');
  });
  const { status } = response;
  const text = await response.text();
  const answer = text === '' ? undefined : readJson(text, status);
  if (response.ok) return answer as T;
  const { error } = (answer ?? {}) as Partial<ApiErrorBody>;
  if (error === undefined) throw unreadable(status);
  const { code, message, details, requestId } = error;
  throw new ApiProblem(code, message, { status, details, requestId });
}

function readJson(text: string, status: number): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw unreadable(status);
  }
}

/** A proxy on the way, or another server at this address. */
function unreadable(status: number): ApiProblem {
  return new ApiProblem('UNREADABLE', `What answered was no platform (status ${status}).`, { status });
}
