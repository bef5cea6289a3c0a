import { once } from 'node:events';
import type { Server, Socket } from 'node:net';

/** A listening server whose connections are known, so that a test can count, await and cut them. */
export interface Listener {
  port: number;
  /** Connections accepted so far. */
  accepted(): number;
  /** Waits until so many connections, counted from the start, have been accepted. */
  connected(count: number): Promise<void>;
  /** Connections open now. */
  open(): number;
  /** Waits until no connection is open. */
  disconnected(): Promise<void>;
  /** Cuts every connection and stops listening. */
  close(): Promise<void>;
}

/** Listens on a free port of `address`. */
export async function listen(server: Server, address: string): Promise<Listener> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  server.on('connection', (socket: Socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, address);
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error(`${address} gave no port`);
  return {
    port: bound.port,
    accepted: () => accepted,
    async connected(count) {
      while (accepted < count) await once(server, 'connection');
    },
    open: () => sockets.size,
    async disconnected() {
      for (const socket of sockets) await new Promise((resolve) => socket.once('close', resolve));
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
