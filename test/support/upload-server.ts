import { createHash } from 'node:crypto';
import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import type { Socket } from 'node:net';
import busboy from 'busboy';
import { type Authority, createAuthority } from './authority.ts';
import { type Listener, listen } from './listener.ts';

/** Called when the head of a request has arrived; nothing of its body has been read. */
export type StreamHandler = (
  message: http.IncomingMessage,
  response: http.ServerResponse,
) => void | Promise<void>;

export interface UploadServer extends Listener {
  authority: Authority;
  /** `https://name` or `http://name`, for URLs; `resolve` leads to the port. */
  origin: string;
  /** For the `resolve` option of a network. */
  resolve: Record<string, string>;
  /** All requests whose head has arrived, oldest first. */
  messages: http.IncomingMessage[];
  /** Waits for the n-th request, counted from 1. */
  message(n: number): Promise<http.IncomingMessage>;
  /** Cuts every connection with a TCP reset. */
  reset(): void;
}

/** A server on loopback whose handler decides when, and whether, a body is read. */
export async function startUploadServer(
  handler: StreamHandler,
  scheme: 'http' | 'https' = 'https',
): Promise<UploadServer> {
  const name = 'api.example.test';
  const authority = await createAuthority();
  const server =
    scheme === 'https' ? https.createServer(await authority.issue({ names: [name] })) : http.createServer();
  const messages: http.IncomingMessage[] = [];
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.on('request', (message: http.IncomingMessage, response: http.ServerResponse) => {
    messages.push(message);
    message.on('error', () => undefined);
    void handler(message, response);
  });
  const listener = await listen(server, '127.0.0.1');
  return {
    ...listener,
    authority,
    origin: `${scheme}://${name}`,
    resolve: { [name]: `127.0.0.1:${listener.port}` },
    messages,
    reset() {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    async message(n) {
      for (;;) {
        const message = messages[n - 1];
        if (message !== undefined) return message;
        await once(server, 'request');
      }
    },
  };
}

export interface ReceivedFile {
  name: string;
  fileName: string;
  mimeType: string;
  bytes: number;
  sha256: string;
}

/** A form as another library reads it, piece by piece. */
export interface ReceivedForm {
  /** Names and values in the order in which they came. */
  fields: [name: string, value: string][];
  files: ReceivedFile[];
}

/** Reads the form of a request. Rejects where the form has no proper end. */
export function readForm(message: http.IncomingMessage): Promise<ReceivedForm> {
  return new Promise((resolve, reject) => {
    const form: ReceivedForm = { fields: [], files: [] };
    const parser = busboy({ headers: message.headers, defParamCharset: 'utf8' });
    parser.on('field', (name, value) => form.fields.push([name, value]));
    parser.on('file', (name, stream, { filename: fileName = '', mimeType }) => {
      const hash = createHash('sha256');
      let bytes = 0;
      stream.on('data', (piece: Buffer) => {
        bytes += piece.length;
        hash.update(piece);
      });
      stream.on('error', reject);
      stream.on('end', () =>
        form.files.push({ name, fileName, mimeType, bytes, sha256: hash.digest('hex') }),
      );
    });
    parser.on('error', reject);
    parser.on('close', () => resolve(form));
    message.on('aborted', () => reject(new Error('The request was broken off.')));
    message.pipe(parser);
  });
}
