import type { Socket } from 'node:net';

/**
 * Lets a connection be read to its end although it cannot be written to any more.
 *
 * A server may answer before it has read the whole request, and close. The next write then fails, and a failed
 * write would end the socket while the answer lies in it unread. So the failure is held back: reading goes on,
 * and its end is the end of the connection.
 */
export function holdFailedWrites(socket: Socket): void {
  const write = socket._write.bind(socket);
  const writeMany = socket._writev?.bind(socket);
  socket._write = (chunk, encoding, done) => write(chunk, encoding, unlessFailed(done));
  if (writeMany !== undefined) socket._writev = (chunks, done) => writeMany(chunks, unlessFailed(done));
}

type Done = (error?: Error | null) => void;

function unlessFailed(done: Done): Done {
  return (error) => {
    if (!isGone(error)) done(error);
  };
}

/** The other side does not take more; what it has sent can still be read. */
function isGone(error: Error | null | undefined): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ECONNRESET');
}
