import { reviveBytes } from '@minigate/runtime/inspector';
import { type ErrorJson, keyHeader } from '@minigate/runtime/simulator/protocol';
import { pageKey } from './page-key.ts';
import { SimulatorProblem } from './simulator-problem.ts';

/**
 * Asks the simulator. The cookie goes along by itself, the key with each question.
 *
 * @param path one of `routes`, with what follows it
 * @returns the answer's JSON, bytes as bytes; undefined where there is none
 * @throws SimulatorProblem
 * @example
 * const { files } = await ask<FileList>('GET', routes.files);
 */
export async function ask<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<T> {
  const response = await reach(path, {
    method,
    ...(body === undefined
      ? undefined
      : { headers: new Headers({ 'content-type': 'application/json' }), body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (text === '') return undefined as T;
  return readJson(text, response.status) as T;
}

interface Init {
  readonly method: string;
  readonly headers?: Headers;
  readonly body?: string;
}

/** The same for a file, which stays as it came. */
export async function askFile(path: string): Promise<Blob> {
  const response = await reach(path, { method: 'GET' });
  return response.blob();
}

async function reach(path: string, { headers = new Headers(), ...init }: Init): Promise<Response> {
  const key = pageKey();
  if (key !== undefined) headers.set(keyHeader, key);
  const settings: RequestInit = { credentials: 'same-origin', redirect: 'error', headers, ...init };
  const response = await fetch(path, settings).catch(() => {
    throw new SimulatorProblem(
      0,
      'The simulator cannot be reached.',
      'See in the terminal whether it still runs.',
    );
  });
  if (response.ok) return response;
  const answer = await response.text();
  const { error } = (answer === '' ? {} : readJson(answer, response.status)) as Partial<ErrorJson>;
  const message = error?.message ?? `The simulator answered with status ${response.status}.`;
  throw new SimulatorProblem(response.status, message, error?.fix);
}

function readJson(text: string, status: number): unknown {
  try {
    return JSON.parse(text, reviveBytes);
  } catch {
    throw new SimulatorProblem(
      status,
      `What answered was no simulator (status ${status}).`,
      'See in the terminal at which address it listens.',
    );
  }
}
