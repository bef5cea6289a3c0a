import type { ApiErrorCode } from '@minigate/platform';

interface Asked {
  /** Method and path, with the query. */
  readonly route: string;
  readonly body: unknown;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

type Route = (body: unknown, query: URLSearchParams) => Answer | Promise<Answer>;

/** An answer that is as it should be. */
export function ok(body?: unknown): Answer {
  return { status: body === undefined ? 204 : 200, body };
}

/** An error as the platform writes it. */
export function refusal(
  code: ApiErrorCode,
  status: number,
  { message = `${code} happened.`, details = {}, headers = {} } = {},
): Answer {
  return { status, headers, body: { error: { code, message, details, requestId: 'rq-1' } } };
}

/** A platform behind a `fetch`: it answers what the test says, and remembers what it was asked. */
export class FakePlatform {
  readonly asked: Asked[] = [];
  readonly #routes = new Map<string, Route>();

  /** @param route method and path, such as `GET /console/v1/session` */
  on(route: string, answer: Route | Answer): this {
    this.#routes.set(route, typeof answer === 'function' ? answer : () => answer);
    return this;
  }

  /** What was asked of one route. */
  askedOf(route: string): Asked[] {
    return this.asked.filter((one) => one.route.replace(/\?.*$/, '') === route);
  }

  readonly fetch: typeof fetch = async (input, init = {}) => {
    if (typeof input !== 'string') throw new TypeError('The console asks by paths.');
    const { pathname, search, searchParams } = new URL(input, 'https://console.example.test');
    const route = `${init.method ?? 'GET'} ${pathname}`;
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    this.asked.push({ route: route + search, body });
    init.signal?.throwIfAborted();
    const answer = this.#routes.get(route);
    const {
      status,
      body: told,
      headers = {},
    } = answer === undefined ? refusal('NOT_FOUND', 404) : await answer(body, searchParams);
    return new Response(told === undefined ? null : JSON.stringify(told), { status, headers });
  };
}
