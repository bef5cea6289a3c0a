import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createNetwork, type NetworkApi, type NetworkOptions } from '@minigate/network';
import { onTestFinished } from 'vitest';
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import { createAuthority } from '../../support/authority.ts';
import {
  type Handler,
  type HttpServer,
  startHttpServer,
  startHttpsServer,
} from '../../support/https-server.ts';
import {
  type SocketServer,
  type SocketServerOptions,
  startSocketServer,
} from '../../support/socket-server.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';
import { answer } from './answers.ts';
import { createPlatform } from './platform.ts';

/** How a program reaches a server: listed and over TLS, or unlisted and in clear while its host debugs. */
export const modes = ['over https to a listed domain', 'over http in debugging mode'] as const;
export type Mode = (typeof modes)[number];

const listed: Mode = 'over https to a listed domain';
const authority = await createAuthority();

/** A domain that the server's certificate names and the program's list does not. */
export const unlisted = 'https://unlisted.example.test';

export type Wx = NetworkApi & ReturnType<typeof createPlatform>;

export interface LabOptions {
  /** What the server answers; default: by path, see answers.ts. */
  handler?: Handler;
  /** More names of the server, which the program's list has too. */
  names?: string[];
  /** What happens on an opened socket; default: everything comes back. */
  onSocket?: (socket: WebSocket, message: IncomingMessage) => void;
  sockets?: SocketServerOptions;
}

/** Servers, and the object that a client takes for the platform. All of it ends with the test. */
export interface Lab {
  readonly wx: Wx;
  /** Of the network behind `wx`, for another one that reaches the same servers. */
  readonly options: NetworkOptions;
  /** Of the HTTP server: `https://api.example.test` or `http://127.0.0.1:port`. */
  readonly origin: string;
  /** Of the WebSocket server: `wss://live.example.test` or `ws://127.0.0.1:port`. */
  readonly socketOrigin: string;
  readonly server: HttpServer;
  readonly sockets: SocketServer;
  /** Resolves when the client has left a request that had no answer yet. */
  readonly abandoned: Promise<void>;
  /** A file of that many bytes that the program may upload; its path. */
  file(name: string, size: number): string;
}

export async function openLab(mode: Mode, options: LabOptions = {}): Promise<Lab> {
  const { handler = answer, onSocket = echo } = options;
  const secure = mode === listed;
  const names = ['api.example.test', ...(options.names ?? [])];
  let leave: () => void = () => {};
  const abandoned = new Promise<void>((resolve) => (leave = resolve));
  const watched: Handler = (request, response, message) => {
    response.on('close', () => {
      if (!response.writableFinished) leave();
    });
    return handler(request, response, message);
  };
  const all = [...names, 'unlisted.example.test'];
  const server = await (secure
    ? startHttpsServer(watched, { authority, names: all })
    : startHttpServer(watched, { names: all }));
  const sockets = await startSocketServer(onSocket, { authority, plain: !secure, ...options.sockets });
  const folder = temporaryFolder();
  const https = secure ? names.map((name) => `https://${name}`) : [];
  const networkOptions: NetworkOptions = {
    policy: {
      appId: 'demo',
      version: 1,
      serverDomains: {
        request: https,
        uploadFile: https,
        downloadFile: https,
        connectSocket: secure ? ['wss://live.example.test'] : [],
      },
    },
    debugging: !secure,
    tls: { ca: authority.pem },
    resolve: { ...server.resolve, ...sockets.resolve },
    allowAddresses: ['127.0.0.0/8'],
  };
  const network = createNetwork({
    ...networkOptions,
    tempDirectory: join(folder, 'temp'),
    userDirectory: folder,
  });
  onTestFinished(async () => {
    await network.close();
    await Promise.all([server.close(), sockets.close()]);
  });
  return {
    wx: { ...createPlatform(), ...network.api },
    options: networkOptions,
    origin: secure ? 'https://api.example.test' : `http://127.0.0.1:${server.port}`,
    socketOrigin: secure ? 'wss://live.example.test' : `ws://127.0.0.1:${sockets.port}`,
    server,
    sockets,
    abandoned,
    file(name, size) {
      const path = join(folder, name);
      writeFileSync(path, new Uint8Array(size).fill(7));
      return path;
    },
  };
}

function echo(socket: WebSocket): void {
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
}

/** A lab whose program asks for a domain outside of its list. */
export const openListedLab = (options?: LabOptions) => openLab(listed, options);
