import * as http from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Server } from 'socket.io';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bundle } from './support/bundle.ts';
import { type Mode, modes, openLab } from './support/lab.ts';
import { load } from './support/load.ts';

const code = await bundle("export { default as io } from 'weapp.socket.io'");

interface Socket {
  id: string;
  connected: boolean;
  on(event: string, listener: (...values: never[]) => void): void;
  once(event: string, listener: (...values: never[]) => void): void;
  emit(event: string, ...values: unknown[]): void;
  disconnect(): void;
}

interface Engine {
  handleUpgrade(message: IncomingMessage, stream: Duplex, head: Buffer): void;
}

function connector(wx: object) {
  const { io } = load<{ io: (url: string, options: object) => Socket }>(code, { wx });
  return (url: string, options: object = {}): Socket => {
    const socket = io(url, { transports: ['websocket'], reconnectionDelay: 10, timeout: 60_000, ...options });
    onTestFinished(() => socket.disconnect());
    return socket;
  };
}

function next<Value>(socket: Socket, event: string): Promise<Value> {
  return new Promise((resolve) => socket.once(event, (value: Value) => resolve(value)));
}

/** Socket.IO is given the scheme of pages, and makes that of sockets of it. */
const httpOf = (origin: string) => origin.replace(/^ws/, 'http');

/** A real Socket.IO server that takes the handshakes of the lab's WebSocket server. */
async function open(mode: Mode) {
  const io = new Server(http.createServer());
  const { engine } = io as unknown as { engine: Engine };
  const lab = await openLab(mode, {
    sockets: { handshake: (message, stream) => engine.handleUpgrade(message, stream, Buffer.alloc(0)) },
  });
  onTestFinished(() => void io.close());
  const connect = connector(lab.wx);
  return {
    ...lab,
    io,
    async connected(): Promise<Socket> {
      const socket = connect(httpOf(lab.socketOrigin));
      await next(socket, 'connect');
      return socket;
    },
  };
}

describe.each(modes)('weapp.socket.io with a real Socket.IO server, %s', (mode) => {
  it('connects, and both sides agree on the name of the connection', async () => {
    const { io, connected } = await open(mode);
    const { id } = await connected();
    expect([...io.sockets.sockets.keys()]).toEqual([id]);
  });

  it('carries events both ways, with text of any language', async () => {
    const { io, connected } = await open(mode);
    io.on('connection', (socket) =>
      socket.on('greet', (name: string) => socket.emit('greeting', `你好 ${name}`)),
    );
    const socket = await connected();
    const greeting = next(socket, 'greeting');
    socket.emit('greet', 'Ming');
    expect(await greeting).toBe('你好 Ming');
  });

  it('gets the acknowledgement of an event', async () => {
    const { io, connected } = await open(mode);
    io.on('connection', (socket) =>
      socket.on('add', (a: number, b: number, answer: (sum: number) => void) => answer(a + b)),
    );
    const socket = await connected();
    expect(await new Promise((resolve) => socket.emit('add', 2, 3, resolve))).toBe(5);
  });

  it('carries bytes both ways', async () => {
    const { io, connected } = await open(mode);
    io.on('connection', (socket) => socket.on('bytes', (bytes: Buffer) => socket.emit('bytes', bytes)));
    const socket = await connected();
    const echo = next<ArrayBuffer>(socket, 'bytes');
    socket.emit('bytes', Uint8Array.from([0, 127, 128, 255]).buffer);
    expect(new Uint8Array(await echo)).toEqual(Uint8Array.from([0, 127, 128, 255]));
  });

  it('connects anew by itself when the server has dropped the socket', async () => {
    const { io, connected } = await open(mode);
    const socket = await connected();
    const dropped = next(socket, 'disconnect');
    const again = next(socket, 'connect');
    for (const { conn } of io.sockets.sockets.values()) (conn as { close(): void }).close();
    expect(await dropped).toBe('transport close');
    await again;
    expect(socket.connected).toBe(true);
  });

  it('tells a connect_error when the server answers the handshake with status 403', async () => {
    const { wx, socketOrigin } = await openLab(mode, {
      sockets: {
        handshake: (_, stream) => stream.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n'),
      },
    });
    const socket = connector(wx)(httpOf(socketOrigin), { reconnection: false });
    expect(await next<Error>(socket, 'connect_error')).toMatchObject({ message: 'websocket error' });
  });

  it('disconnects, and the server hears it', async () => {
    const { io, connected } = await open(mode);
    const gone = new Promise((resolve) => {
      io.on('connection', (socket) => socket.on('disconnect', resolve));
    });
    (await connected()).disconnect();
    expect(await gone).toBe('client namespace disconnect');
  });
});
