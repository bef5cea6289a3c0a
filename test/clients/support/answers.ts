import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Handler, ReceivedRequest } from '../../support/https-server.ts';

/** What `/echo` tells of the request that it got. */
export interface Echo {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What `/upload` tells of the form that it got. */
export interface UploadReceipt {
  file: { field: string; name: string; size: number };
  fields: Record<string, string>;
  contentType: string;
}

type Answer = (at: { request: ReceivedRequest; response: ServerResponse; url: URL }) => void | Promise<void>;

/** What the servers of the client tests answer, by path. `/hang` never gets an answer. */
const answers: Record<string, Answer> = {
  echo: ({ request, response, url }) =>
    json(response, 200, {
      method: request.method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
      body: request.body.toString(),
    } satisfies Echo),
  json: ({ response }) => json(response, 200, { hello: 'world', n: 1 }),
  status: ({ response, url }) => {
    const status = number(url);
    json(response, status, { status });
  },
  bytes: ({ response, url }) => {
    response.setHeader('content-type', 'application/octet-stream');
    response.end(Uint8Array.from({ length: number(url) }, (_, i) => i));
  },
  cookies: ({ response }) => {
    response.setHeader('set-cookie', ['a=1; Path=/', 'b=2; Expires=Wed, 21 Oct 2037 07:28:00 GMT; HttpOnly']);
    json(response, 200, {});
  },
  cut: ({ response }) => void response.socket?.destroy(),
  hang: () => undefined,
  upload: async ({ request, response }) => json(response, 200, await receipt(request)),
};

export const answer: Handler = async (request, response) => {
  const url = new URL(request.url, 'http://localhost');
  const found = answers[url.pathname.split('/')[1] ?? ''];
  if (found === undefined) json(response, 404, { error: `There is nothing at ${url.pathname}.` });
  else await found({ request, response, url });
};

export function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'X-Mixed-Case': 'Kept' });
  response.end(JSON.stringify(value));
}

/** The form of a request, as the platform's own parser reads it. */
export function formOf({ headers, body }: ReceivedRequest): Promise<FormData> {
  return new Response(body, { headers: { 'content-type': headers['content-type'] ?? '' } }).formData();
}

async function receipt(request: ReceivedRequest): Promise<UploadReceipt> {
  const file = { field: '', name: '', size: 0 };
  const fields: Record<string, string> = {};
  for (const [name, value] of await formOf(request)) {
    if (typeof value === 'string') fields[name] = value;
    else Object.assign(file, { field: name, name: value.name, size: value.size });
  }
  return { file, fields, contentType: request.headers['content-type'] ?? '' };
}

/** The number at the end of a path. */
function number({ pathname }: URL): number {
  return Number(pathname.split('/').at(-1));
}
