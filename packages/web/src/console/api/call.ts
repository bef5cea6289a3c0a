import type { ApiErrorBody } from '@minigate/platform';
import { ApiProblem, hasCode } from './api-problem.ts';
import type { SessionGate } from './session-gate.ts';

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
export type Call = <T>(method: Method, path: string, body?: unknown, signal?: AbortSignal) => Promise<T>;

/**
 * @param send what asks: `fetch`
 * @param gate where a call waits whose session has ended, to go on after the next sign-in; without one it fails
 */
export function createCall(send: typeof fetch, gate?: SessionGate): Call {
  return async <T>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<T> => {
    for (;;) {
      const entry = gate?.entries;
      try {
        return (await ask(send, method, path, body, signal)) as T;
      } catch (problem) {
        if (gate === undefined || entry === undefined || !hasCode(problem, 'NOT_SIGNED_IN')) throw problem;
        await gate.pass(entry, problem);
        signal?.throwIfAborted();
      }
    }
  };
}

async function ask(
  send: typeof fetch,
  method: Method,
  path: string,
  body: unknown,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const response = await send(path, {
    method,
    credentials: 'same-origin',
    redirect: 'error',
    ...(signal === undefined ? undefined : { signal }),
    ...(body === undefined
      ? undefined
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    if (signal?.aborted === true) throw cause;
    throw new ApiProblem('OFFLINE', 'The platform cannot be reached. Check the connection, and try again.');
  });
  const { status, headers } = response;
  const text = await response.text();
  const answer = text === '' ? undefined : readJson(text, status);
  if (response.ok) return answer;
  const { error } = (answer ?? {}) as Partial<ApiErrorBody>;
  if (error === undefined) throw unreadable(status);
  const { code, message, details, requestId } = error;
  const wait = Number(headers.get('retry-after') ?? Number.NaN);
  const retryAt = Number.isFinite(wait) ? Date.now() + wait * 1000 : undefined;
  throw new ApiProblem(code, message, { status, details, requestId, retryAt });
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
  const message = `What answered was no platform (status ${status}). Try again in a moment.`;
  return new ApiProblem('UNREADABLE', message, { status });
}
