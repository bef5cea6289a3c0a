import type { IncomingMessage, ServerResponse } from 'node:http';
import { SimulatorError } from './simulator-error.ts';

/** What a route is asked. */
export interface Asked {
  readonly request: IncomingMessage;
  /** What stands behind the path of the route, decoded; empty where nothing does. */
  readonly rest: string;
  readonly query: URLSearchParams;
  /** Of `POST` and `PUT`. */
  readonly body: unknown;
}

export interface Answer {
  /** 200 where nothing is said. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Becomes JSON, unless it is `text`, which is JSON already. */
  readonly value?: unknown;
  readonly text?: string;
  /** Writes the body itself. */
  readonly write?: (response: ServerResponse) => Promise<void>;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  /** Whether something stands behind the path, after a `/`. */
  readonly hasRest?: boolean;
  /** Whoever has no cookie yet may ask it. */
  readonly open?: boolean;
  /** Bytes. */
  readonly bodyLimit?: number;
  readonly answer: (asked: Asked) => Answer | Promise<Answer>;
}

/**
 * The route of a request, and what stands behind its path.
 *
 * @param path without its query
 * @throws SimulatorError 404 where there is none, 405 where the method is another one
 */
export function routeOf(
  routes: readonly Route[],
  method: string,
  path: string,
): { readonly route: Route; readonly rest: string } {
  const found = routes.flatMap((route) => {
    if (route.hasRest !== true) return route.path === path ? [{ route, rest: '' }] : [];
    return path.startsWith(`${route.path}/`)
      ? [{ route, rest: decoded(path.slice(route.path.length + 1)) }]
      : [];
  });
  const fitting = found.find(({ route }) => route.method === method);
  if (fitting !== undefined) return fitting;
  if (found.length === 0) throw new SimulatorError(404, 'There is nothing at this address.');
  const allow = found.map(({ route }) => route.method).join(', ');
  throw new SimulatorError(405, `This address takes ${allow} only.`, { headers: { allow } });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new SimulatorError(400, 'The address is malformed.');
  }
}
