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
 * Asks the platform for a file.
 *
 * @param path from the root, with its query
 * @throws ApiProblem, also where the connection is lost before the end: a part of a file is none
 */
export type Download = (path: string) => Promise<Blob>;

/**
 * @param send what asks: `fetch`
 * @param gate where a call waits whose session has ended, to go on when the same person signs in; without one it fails
 */
export function createCall(send: typeof fetch, gate?: SessionGate): Call {
  return <T>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<T> =>
    behind(gate, signal, async () => {
      const response = await ask(send, method, path, body, signal);
      const text = await response.text().catch(lost(signal));
      return (text === '' ? undefined : readJson(text, response.status)) as T;
    });
}

/** @param gate as for `createCall` */
export function createDownload(send: typeof fetch, gate: SessionGate): Download {
  return (path) =>
    behind(gate, undefined, async () => (await ask(send, 'GET', path)).blob().catch(lost(undefined)));
}

/** Does it again after the next sign-in of the same person, where the session had ended. */
async function behind<T>(
  gate: SessionGate | undefined,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  for (;;) {
    const ticket = gate?.ticket;
    try {
      return await work();
    } catch (problem) {
      if (gate === undefined || ticket === undefined || !hasCode(problem, 'NOT_SIGNED_IN')) throw problem;
      await gate.pass(ticket, problem);
      signal?.throwIfAborted();
    }
  }
}

/** @returns an answer that is no error, its body unread */
async function ask(
  send: typeof fetch,
  method: Method,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Response> {
  const response = await send(path, {
    method,
    credentials: 'same-origin',
    redirect: 'error',
    ...(signal === undefined ? undefined : { signal }),
    ...(body === undefined
      ? undefined
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch(lost(signal));
  if (response.ok) return response;
  const { status, headers } = response;
  const text = await response.text().catch(lost(signal));
  const { error } = ((text === '' ? undefined : readJson(text, status)) ?? {}) as Partial<ApiErrorBody>;
  if (error === undefined) throw unreadable(status);
  const { code, message, details, requestId } = error;
  const wait = Number(headers.get('retry-after') ?? Number.NaN);
  const retryAt = Number.isFinite(wait) ? Date.now() + wait * 1000 : undefined;
  throw new ApiProblem(code, message, { status, details, requestId, retryAt });
}

/** What is thrown in place of what `fetch` throws, which says nothing to people. */
function lost(signal: AbortSignal | undefined): (cause: unknown) => never {
  return (cause) => {
    if (signal?.aborted === true) throw cause;
    throw new ApiProblem('OFFLINE', 'The platform cannot be reached. Check the connection, and try again.');
  };
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
