import type { IncomingMessage, ServerResponse } from 'node:http';
import { tellHost } from '../host-console.ts';
import type { Gate } from './gate.ts';
import { readJsonBody } from './json-body.ts';
import { simulatorLimits } from './limits.ts';
import { pageFile } from './page-files.ts';
import type { ErrorJson } from './protocol.ts';
import { type Answer, type Route, routeOf } from './routing.ts';
import { SimulatorError } from './simulator-error.ts';

interface Serving {
  readonly gate: Gate;
  readonly routes: readonly Route[];
  /** The folder of the built pages. */
  readonly pages: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Answers one request: who asks is judged before what is asked. Never rejects. */
export async function answerRequest(
  serving: Serving,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(serving.headers)) response.setHeader(name, value);
  try {
    serving.gate.checkHost(request);
    const { path, query } = targetOf(request);
    if (path.startsWith('/api/')) await answerApi(serving, request, response, path, query);
    else await answerPage(serving, request, response, path);
  } catch (error) {
    sendError(response, error);
  }
  // What was not read of the body is not worth reading.
  if (!request.complete) response.once('finish', () => request.destroy());
}

/** Tells why, where that is still possible. */
export function sendError(response: ServerResponse, error: unknown): void {
  if (!(error instanceof SimulatorError)) tellHost('A request of the simulator page failed:', error);
  const known =
    error instanceof SimulatorError ? error : new SimulatorError(500, 'That was a fault of the simulator.');
  if (response.headersSent) return void response.destroy();
  const { message, fix } = known;
  const body: ErrorJson = { error: fix === undefined ? { message } : { message, fix } };
  sendJson(response, { status: known.status, headers: known.headers, value: body });
}

/** The path as it came, so that nothing in it was resolved before it is judged. */
function targetOf({ url = '' }: IncomingMessage): { path: string; query: URLSearchParams } {
  if (!url.startsWith('/')) throw new SimulatorError(400, 'The address is malformed.');
  const [path = '', ...query] = url.split('?');
  return { path, query: new URLSearchParams(query.join('?')) };
}

async function answerApi(
  { gate, routes }: Serving,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: URLSearchParams,
): Promise<void> {
  const { method = '' } = request;
  gate.checkSender(request, method !== 'GET');
  const { route, rest } = routeOf(routes, method, path);
  if (route.open !== true) gate.checkSession(request);
  const body = route.bodyLimit === undefined ? undefined : await readJsonBody(request, route.bodyLimit);
  const answer = await route.answer({ request, rest, query, body });
  if (answer.write === undefined) return sendJson(response, answer);
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', ...answer.headers });
  await answer.write(response);
}

function sendJson(response: ServerResponse, { status = 200, headers = {}, value, text }: Answer): void {
  const body = Buffer.from(text ?? JSON.stringify(value));
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    ...headers,
  });
  response.end(body);
}

async function answerPage(
  { gate, pages }: Serving,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const { method } = request;
  if (method !== 'GET' && method !== 'HEAD') {
    throw new SimulatorError(405, 'This address takes GET only.', { headers: { allow: 'GET, HEAD' } });
  }
  // Anybody may lead a person here; only the page itself may take parts of it.
  const isVisit = path === '/' && request.headers['sec-fetch-mode'] === 'navigate';
  if (!isVisit) gate.checkSender(request, false);
  const file = await pageFile(pages, path);
  if (file === undefined) throw new SimulatorError(404, 'There is nothing at this address.');
  const { type, content, cacheControl } = file;
  response.writeHead(200, {
    'content-type': type,
    'content-length': content.length,
    'cache-control': cacheControl,
  });
  response.end(method === 'HEAD' ? undefined : content);
}

/** What bounds every connection, whoever opens it. */
export const serverOptions = {
  maxHeaderSize: simulatorLimits.headers,
  headersTimeout: simulatorLimits.headersTime,
  requestTimeout: simulatorLimits.requestTime,
  connectionsCheckingInterval: 1_000,
} as const;
