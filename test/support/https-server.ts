import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import { type Authority, type Certificate, createAuthority } from './authority.ts';
import { type Listener, listen } from './listener.ts';

/** One request as it came over the wire. */
export interface ReceivedRequest {
  method: string;
  url: string;
  /** Names and values in turn, in the order and letter case in which they were sent. */
  rawHeaders: string[];
  /** The value of a header by its lower-case name. */
  headers: http.IncomingHttpHeaders;
  /** Empty until the body has ended. */
  body: Buffer;
}

/** Called when the whole body has been read; `message` stands behind `request`, for its socket. */
export type Handler = (
  request: ReceivedRequest,
  response: http.ServerResponse,
  message: http.IncomingMessage,
) => void | Promise<void>;

export interface HttpServerOptions {
  /** DNS names the server answers to; default `api.example.test`. */
  names?: string[];
  /** The loopback address to listen on; default 127.0.0.1. */
  address?: string;
}

export interface HttpsServerOptions extends HttpServerOptions {
  /** Issues the certificate; default: a new authority. */
  authority?: Authority;
  /** Served instead of a good certificate for `names`. */
  certificate?: Certificate;
  /** More options for node:https, such as `maxVersion`. */
  tls?: https.ServerOptions;
}

export interface HttpServer extends Listener {
  /** `https://name:port`; without a name, that of the first. */
  origin(name?: string): string;
  /** Every name with `address:port`, as the `resolve` option of a network wants it: URLs need no port then. */
  resolve: Record<string, string>;
  /** All requests whose headers have arrived, oldest first. */
  requests: ReceivedRequest[];
  /** Waits until so many requests, counted from the start, have arrived. */
  received(count: number): Promise<void>;
}

export interface HttpsServer extends HttpServer {
  authority: Authority;
}

/**
 * An HTTPS server on loopback that remembers what it was asked.
 *
 * @example
 * const server = await startHttpsServer((request, response) => { response.end(`you asked for ${request.url}`); });
 * onTestFinished(() => server.close());
 * // tls: { ca: server.authority.pem }, resolve: server.resolve, allowAddresses: ['127.0.0.0/8']
 */
export async function startHttpsServer(
  handler: Handler,
  options: HttpsServerOptions = {},
): Promise<HttpsServer> {
  const authority = options.authority ?? (await createAuthority());
  const names = options.names ?? ['api.example.test'];
  const certificate = options.certificate ?? (await authority.issue({ names }));
  const server = https.createServer({ ...certificate, ...options.tls });
  return { authority, ...(await serve('https', server, handler, { ...options, names })) };
}

/** The same without TLS. */
export function startHttpServer(handler: Handler, options: HttpServerOptions = {}): Promise<HttpServer> {
  return serve('http', http.createServer(), handler, options);
}

async function serve(
  scheme: 'http' | 'https',
  server: http.Server | https.Server,
  handler: Handler,
  { names = ['api.example.test'], address = '127.0.0.1' }: HttpServerOptions,
): Promise<HttpServer> {
  const requests: ReceivedRequest[] = [];
  server.on('request', (message: http.IncomingMessage, response: http.ServerResponse) => {
    const request: ReceivedRequest = {
      method: message.method ?? '',
      url: message.url ?? '',
      rawHeaders: message.rawHeaders,
      headers: message.headers,
      body: Buffer.alloc(0),
    };
    requests.push(request);
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      request.body = Buffer.concat(chunks);
      void handler(request, response, message);
    });
  });
  const listener = await listen(server, address);
  const authorityOf = (name: string) => `${name}:${listener.port}`;
  return {
    ...listener,
    requests,
    origin: (name = names[0] ?? address) => `${scheme}://${authorityOf(name)}`,
    resolve: Object.fromEntries(names.map((name) => [name, authorityOf(address)])),
    async received(count) {
      while (requests.length < count) await once(server, 'request');
    },
  };
}
