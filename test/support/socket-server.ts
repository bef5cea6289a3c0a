import { createHash } from 'node:crypto';
import { once } from 'node:events';
import * as http from 'node:http';
import type { IncomingMessage } from 'node:http';
import * as https from 'node:https';
import type { Duplex } from 'node:stream';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import { type Authority, type Certificate, createAuthority } from './authority.ts';
import { type Listener, listen } from './listener.ts';

export interface SocketServerOptions {
  /** DNS names the server answers to; default `live.example.test`. */
  names?: string[];
  /** Issues the certificate; default: a new authority. */
  authority?: Authority;
  /** Served instead of a good certificate for `names`. */
  certificate?: Certificate;
  /** Without TLS: `ws://`. */
  plain?: boolean;
  /** More options for ws, such as `handleProtocols` and `perMessageDeflate`. */
  ws?: ServerOptions;
  /** Answers the handshake itself: with another status, with nonsense, or never. */
  handshake?: (message: IncomingMessage, stream: Duplex) => void;
}

export interface SocketServer extends Listener {
  authority: Authority;
  /** `wss://name:port`, or `ws://name:port`; without a name, that of the first. */
  origin(name?: string): string;
  /** Every name with `address:port`, as the `resolve` option of a network wants it: URLs need no port then. */
  resolve: Record<string, string>;
  /** The handshakes that arrived, oldest first, as they came over the wire. */
  handshakes: IncomingMessage[];
  /** The sockets that were opened, oldest first. */
  sockets: WebSocket[];
  /** Waits until so many sockets, counted from the start, have been opened. */
  opened(count: number): Promise<void>;
}

/**
 * A WebSocket server on loopback, over TLS unless asked otherwise, which remembers who came.
 *
 * @example
 * const server = await startSocketServer((socket) => {
 *   socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
 * });
 * onTestFinished(() => server.close());
 */
export async function startSocketServer(
  serve: (socket: WebSocket, message: IncomingMessage) => void,
  options: SocketServerOptions = {},
): Promise<SocketServer> {
  const authority = options.authority ?? (await createAuthority());
  const names = options.names ?? ['live.example.test'];
  const certificate = options.certificate ?? (await authority.issue({ names }));
  const server = options.plain ? http.createServer() : https.createServer(certificate);
  const wss = new WebSocketServer({ noServer: true, maxPayload: 256 * 1024 * 1024, ...options.ws });
  const handshakes: IncomingMessage[] = [];
  const sockets: WebSocket[] = [];
  server.on('upgrade', (message: IncomingMessage, stream: Duplex, head: Buffer) => {
    handshakes.push(message);
    if (options.handshake !== undefined) {
      stream.on('error', () => {});
      options.handshake(message, stream);
      return;
    }
    wss.handleUpgrade(message, stream, head, (socket) => {
      socket.on('error', () => {});
      sockets.push(socket);
      serve(socket, message);
      wss.emit('connection', socket, message);
    });
  });
  const listener = await listen(server, '127.0.0.1');
  return {
    ...listener,
    authority,
    handshakes,
    sockets,
    origin: (name = names[0] ?? '127.0.0.1') => `${options.plain ? 'ws' : 'wss'}://${name}:${listener.port}`,
    resolve: Object.fromEntries(names.map((name) => [name, `127.0.0.1:${listener.port}`])),
    async opened(count) {
      while (sockets.length < count) await once(wss, 'connection');
    },
  };
}

/** Answers a handshake by hand, with more header lines if wanted; frames are the caller's to write. */
export function acceptByHand(message: IncomingMessage, stream: Duplex, lines: readonly string[] = []): void {
  const key = `${message.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accept = createHash('sha1').update(key).digest('base64');
  const head = ['Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`, ...lines];
  stream.write(['HTTP/1.1 101 Switching Protocols', ...head, '', ''].join('\r\n'));
  // Without a reader the end of the connection would not be seen.
  stream.resume();
}
