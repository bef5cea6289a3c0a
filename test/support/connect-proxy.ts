import * as http from 'node:http';
import { connect, type Socket } from 'node:net';
import { type Listener, listen } from './listener.ts';

/** One CONNECT request as it came. */
export interface ConnectRequest {
  /** `host:port` */
  readonly authority: string;
  readonly rawHeaders: string[];
}

export interface ConnectProxyOptions {
  /** `user:password` that it wants; otherwise it answers 407. */
  credentials?: string;
  /** Where names lead for this proxy: `{ 'api.example.test': 8443 }`, a port of loopback. */
  leads?: Record<string, number>;
  /** Answers in place of the tunnel: raw bytes, then the connection ends. Nothing to write: it only ends. */
  answer?: string;
}

export interface ConnectProxy extends Listener {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** All requests, oldest first. */
  readonly requests: ConnectRequest[];
}

/** A CONNECT proxy on loopback that remembers what it was asked. */
export async function startConnectProxy(options: ConnectProxyOptions = {}): Promise<ConnectProxy> {
  const requests: ConnectRequest[] = [];
  const server = http.createServer();
  server.on('connect', (request: http.IncomingMessage, client: Socket) => {
    const authority = request.url ?? '';
    requests.push({ authority, rawHeaders: request.rawHeaders });
    if (options.answer !== undefined) {
      client.end(options.answer, 'latin1');
      return;
    }
    if (!isWelcome(options, request)) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n');
      return;
    }
    const [host = '', port = ''] = authority.split(/:(?=\d+$)/);
    const upstream = connect(options.leads?.[host] ?? Number(port), '127.0.0.1');
    upstream.on('connect', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    client.on('close', () => upstream.destroy());
  });
  const listener = await listen(server, '127.0.0.1');
  return { ...listener, url: `http://127.0.0.1:${listener.port}`, requests };
}

function isWelcome({ credentials }: ConnectProxyOptions, { headers }: http.IncomingMessage): boolean {
  if (credentials === undefined) return true;
  return headers['proxy-authorization'] === `Basic ${Buffer.from(credentials).toString('base64')}`;
}
